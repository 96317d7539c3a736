-- The sealed bodies of all that holds now, type after type in the order of recording.
select e.body
from record.state s join log.event e on e.position = s.position
order by s.type, s.last_updated, s.position
