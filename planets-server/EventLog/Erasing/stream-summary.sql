-- $1 bigint stream
select o.source, f.recorded_time, t.last_recorded, t.events, t.bodies
from log.event f
join log.origin o on o.origin = f.origin
cross join lateral (
  select max(e.recorded_time) as last_recorded, count(*) as events,
    count(*) filter (where octet_length(e.body) > 0) as bodies
  from log.event e where e.stream = f.stream
) t
where f.position = $1 and f.stream = $1
