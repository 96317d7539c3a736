
-- Streams of rows that refer to something else.
union
select s.stream
from {state} s
where 