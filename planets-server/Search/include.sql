-- Resources that matches refer to, looked up one by one (fenced). @types smallint[], @ids text[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from unnest(@types, @ids) as target (type, id)
cross join lateral (select f.* from {state} f where f.type = target.type and f.id = target.id offset 0) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where 
