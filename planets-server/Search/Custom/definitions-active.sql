-- SearchParameters that hold, the oldest first. @type smallint, @max int
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from record.state s join log.event e on e.position = s.position
where s.type = @type
order by s.position
limit @max
