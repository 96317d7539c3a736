-- Erasures that were committed but not certified: the process ended in between.
-- $1 bigint one stream, or null for all
select x.stream, x.position, x.remains_with, s.key_id, e.recorded_time, o.agent, o.client, o.source, o.purpose
from log.erasure x
join log.stream s on s.stream = x.stream
join log.event e on e.position = x.position
join log.origin o on o.origin = e.origin
where not exists (select from log.certificate c where c.stream = x.stream)
  and ($1 is null or x.stream = $1)
order by x.position
