-- Streams whose sequences are not 1, 2, 3 …, with the position of the first event that breaks them.
with broken as (
  select stream from log.event group by stream having min(sequence) <> 1 or max(sequence) <> count(*)
)
select e.stream, min(e.position)
from (
  select stream, position, sequence, row_number() over (partition by stream order by position) as expected
  from log.event where stream in (select stream from broken)
) e
where e.sequence <> e.expected
group by e.stream
order by e.stream
