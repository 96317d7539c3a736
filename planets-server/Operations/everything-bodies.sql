select h.position, (select position from log.head) as head, e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h cross join lateral (select f.* from log.event f where f.position = h.position offset 0) e
order by h.position
