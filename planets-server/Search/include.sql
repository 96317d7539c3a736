-- Resources that matches refer to. @types smallint[], @ids text[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from unnest(@types, @ids) as target (type, id)
join {state} s on s.type = target.type and s.id = target.id
join log.event e on e.position = s.position
where 
