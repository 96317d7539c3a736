-- $1 types smallint[], $2 ids text[], $3 boolean[] whether versions that held once are compared, too; with what a read of the log needs
select s.id, s.version, s.last_updated, s.stream, e.sequence, e.type, e.body
from unnest($1, $2, $3) wanted (type, id, with_past)
join lateral (
  select p.position, p.last_updated, p.id, p.version, p.stream from record.state p
  where p.type = wanted.type and p.id = wanted.id
  union all
  select p.position, p.last_updated, p.id, p.version, p.stream from record.state_past p
  where wanted.with_past and p.type = wanted.type and p.id = wanted.id) s on true
join log.event e on e.position = s.position
