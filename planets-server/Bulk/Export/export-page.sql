-- shared: @asof bigint; @type smallint, @at timestamptz and @after bigint when the last row was recorded and its position, @since timestamptz
select s.stream, e.sequence, e.id, e.body, s.position, s.last_updated
from (
  select s.position, s.stream, s.last_updated
  from {state} s
  where s.type = @type and (s.last_updated, s.position) > (@at, @after) and s.last_updated >= @since
