-- $1 bigint[] position
select e.position, e.stream, e.sequence, e.kind, e.type, e.id, e.version, e.event_time, e.recorded_time, e.origin,
  e.body, x.stream is not null
from log.event e left join log.erasure x on x.stream = e.stream
where e.position = any ($1)
