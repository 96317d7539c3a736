-- What is asked for by id, with its place among what is asked for. Fenced, so that each is looked up by its key also by a plan made while the
-- record was small. @types smallint[], @ids text[]
select n.number, s.stream, s.version, s.last_updated, e.sequence, e.body
from unnest(@types, @ids) with ordinality as n (type, id, number)
cross join lateral (select f.* from record.state f where f.type = n.type and f.id = n.id offset 0) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where 