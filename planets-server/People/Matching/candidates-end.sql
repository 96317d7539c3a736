
  order by a.keys desc, s.position limit @limit)
select h.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h cross join lateral (select f.* from log.event f where f.position = h.position offset 0) e
order by h.keys desc, h.position
