-- A page of one stream, at least one event where there is one.
-- $1 bigint stream
-- $2 integer after this sequence
-- $3 integer up to this sequence
-- $4 bigint bytes of bodies
select e.position, e.stream, e.sequence, e.kind, e.type, e.id, e.version, e.event_time, e.recorded_time, e.origin,
  e.body, x.stream is not null
from (
  select *, sum(octet_length(body)) over (order by sequence) - octet_length(body) as bytes_before
  from log.event where stream = $1 and sequence > $2 and sequence <= $3
) e left join log.erasure x on x.stream = e.stream
where e.bytes_before < $4
order by e.sequence
