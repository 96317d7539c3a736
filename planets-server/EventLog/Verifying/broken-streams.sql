-- Streams without a founding event, and erasures without the event that says so.
select s.stream, s.stream, 'The stream has no founding event.'
from log.stream s
where not exists (select from log.event e where e.position = s.stream and e.stream = s.stream and e.sequence = 1)
union all
select x.position, x.stream, 'The erasure of the stream has no event that says so.'
from log.erasure x
where not exists (select from log.event e where e.position = x.position and e.stream = x.stream and e.kind = 6)
union all
select c.position, null, 'The checkpoint is beyond the end of the log.'
from log.checkpoint c
where c.position > (select position from log.head)
order by 1
