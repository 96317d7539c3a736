) h
order by h.position desc
limit @limit)
select h.position, h.at, h.stream, h.type, h.id, h.version, h.is_deletion, e.sequence, e.body
from hits h join log.event e on e.position = h.position
order by h.position desc
