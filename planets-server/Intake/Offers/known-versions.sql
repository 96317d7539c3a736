-- $1 types smallint[], $2 ids text[]; all versions of each, with what a read of the log needs
select s.id, s.version, s.last_updated, s.stream, e.sequence, e.type, e.body
from unnest($1, $2) wanted (type, id)
join lateral (
  select p.position, p.last_updated, p.id, p.version, p.stream from record.state p
  where p.type = wanted.type and p.id = wanted.id
  union all
  select p.position, p.last_updated, p.id, p.version, p.stream from record.state_past p
  where p.type = wanted.type and p.id = wanted.id) s on true
join log.event e on e.position = s.position
