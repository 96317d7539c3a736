-- Events as stored, with what their hash covers beside them.
-- $1 bigint after this position
-- $2 bigint up to this position
-- $3 integer at most so many
select e.position, e.stream, e.sequence, e.kind, e.type, e.id, e.version, e.event_time, e.recorded_time, e.body, e.hash,
  o.agent, o.client, o.source, o.purpose, s.key_id, x.position
from (select * from log.event where position > $1 and position <= $2 order by position limit $3) e
left join log.origin o on o.origin = e.origin
left join log.stream s on s.stream = e.stream
left join log.erasure x on x.stream = e.stream
order by e.position
