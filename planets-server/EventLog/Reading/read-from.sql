-- A page in order of position, at least one event where there is one. Positions are dense, so the range bounds the
-- count.
-- $1 bigint after this position
-- $2 bigint up to this position
-- $3 bigint bytes of bodies
select e.position, e.stream, e.sequence, e.kind, e.type, e.id, e.version, e.event_time, e.recorded_time, e.origin,
  e.body, x.stream is not null
from (
  select *, sum(octet_length(body)) over (order by position) - octet_length(body) as bytes_before
  from log.event where position > $1 and position <= $2
) e left join log.erasure x on x.stream = e.stream
where e.bytes_before < $3
order by e.position
