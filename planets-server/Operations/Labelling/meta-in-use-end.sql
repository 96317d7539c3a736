
  order by s.position limit @limit)
select h.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h join log.event e on e.position = h.position
order by h.position
