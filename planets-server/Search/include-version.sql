-- Versions that matches refer to, looked up one by one (fenced). @types smallint[], @ids text[], @versions int[], @upto bigint (null: now)
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from unnest(@types, @ids, @versions) as target (type, id, version)
cross join lateral (
  select f.* from {state} f where f.type = target.type and f.id = target.id and f.version = target.version offset 0) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where (@upto is null or s.position <= @upto) and 