-- What is asked for by id, with its place among what is asked for. @types smallint[], @ids text[]
select n.number, s.stream, s.version, s.last_updated, e.sequence, e.body
from unnest(@types, @ids) with ordinality as n (type, id, number)
join record.state s on s.type = n.type and s.id = n.id
join log.event e on e.position = s.position
where 