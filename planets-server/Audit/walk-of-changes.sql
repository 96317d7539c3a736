-- The last event that a walk over @walked positions looks at, and when it was recorded; no row where the log has fewer.
-- @position bigint: before it; @to timestamptz, @walked int
select e.position, e.recorded_time
from log.event e
where e.position = (select least(@position, log.position_at(@to) + 1)) - @walked and e.recorded_time >= @from
