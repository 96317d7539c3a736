
from {clinical} c
-- Fenced: the row is looked up by position, one at a time in the order of clinical's index; a generic plan would rather read all rows of
-- a token.
cross join lateral (select f.* from {state} f where f.position = c.position offset 0) s
where s.type = @type and c.code = @code and c.stream = p.stream
