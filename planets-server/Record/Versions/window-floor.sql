-- The event below a window of positions that ends before a position, or with the newest. @before bigint, @window bigint
select e.position, e.recorded_time
from log.event e
where e.position = (select least(@before, position + 1) - @window - 1 from log.head)
