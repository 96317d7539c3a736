-- The newest version of each resource, or its newest deletion. Fenced, so that each is looked up by its key also by a plan made while the
-- record was small.
-- $1 types smallint[], $2 ids text[]
select k.type, k.id, s.position, s.version, s.stream, s.source, false as deleted, s.last_updated as at
from unnest($1, $2) as k (type, id)
cross join lateral (select f.* from state f where f.type = k.type and f.id = k.id offset 0) s
union all
select k.type, k.id, d.position, d.version, d.stream, d.source, true, d.at
from unnest($1, $2) as k (type, id)
join lateral (
  select position, version, stream, source, at from deleted
  where type = k.type and id = k.id order by version desc limit 1) d on true
where not exists (select from state s where s.type = k.type and s.id = k.id offset 0)
