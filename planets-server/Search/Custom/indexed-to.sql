-- $1 names text[]: how far each parameter's index has come, and how far the log has
select s.consumer, s.position, h.position as head
from log.head h left join search.subscription s on s.consumer = any ($1)
