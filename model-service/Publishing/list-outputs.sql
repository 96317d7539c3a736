-- $1 model text, $2 after bigint, $3 count int
select o.number, o.reference, o.patient, o.outcome, o.position, o.assessed_at,
  exists (select from model.published p where p.reference = o.reference)
  and not exists (select from model.output later where later.reference = o.reference and later.number > o.number)
from model.output o where o.model = $1 and o.number > $2 order by o.number limit $3
