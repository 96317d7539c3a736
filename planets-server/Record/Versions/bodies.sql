) h
order by h.position desc
limit @limit)
select h.position, h.at, h.stream, h.type, h.id, h.version, h.is_deletion, e.sequence, e.body,
  h.version = 1 or exists (
    select from record.deleted d where d.type = h.type and d.id = h.id and d.version = h.version - 1) as is_creation
from hits h cross join lateral (select f.* from log.event f where f.position = h.position offset 0) e
order by h.position desc
