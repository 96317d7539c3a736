-- SearchParameters that hold, the oldest first. @type smallint, @max int
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from (
  select n.position from record.state n where n.author = 4 and n.type = @type order by n.position limit @max) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
order by s.position
