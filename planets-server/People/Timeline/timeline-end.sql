  ) s
  where named.patient = @person_patient and (cardinality(@sources) = 0 or m.source = any (@sources))
  order by s.date_lo desc, s.position desc limit @limit)
select h.position, h.date_lo, h.date_hi, h.source, (select position from log.head) as head,
  e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h cross join lateral (select f.* from log.event f where f.position = h.position offset 0) e
order by h.date_lo desc, h.position desc
