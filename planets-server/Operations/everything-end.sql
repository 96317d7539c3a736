
), hits as materialized (
  select position
  from (
    select position from own
    union
    select d.position from {state} d
    where d.author = 4 and d.self = any (array(select distinct unnest(named) from own))
      and (cardinality(@types) = 0 or d.type = any (@types))) everything
  where position > @after order by position limit @limit)
select h.position, (select position from log.head) as head, e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h join log.event e on e.position = h.position
order by h.position
