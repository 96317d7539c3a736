
)
-- Fenced: of a limit that it does not know a plan thinks that it lets a tenth of the rows through, and would read the whole log.
select h.*, (select position from log.head) as head, e.id, e.version, e.stream, e.sequence, e.type, e.body
from hits h cross join lateral (select f.* from log.event f where f.position = h.position offset 0) e
