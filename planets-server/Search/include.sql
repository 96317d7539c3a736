-- Resources that matches refer to. @types smallint[], @ids text[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from unnest(@types, @ids) as target (type, id)
join {state} s on s.type = target.type and s.id = target.id
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where 
