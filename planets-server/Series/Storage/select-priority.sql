-- $1 stream bigint[], $2 metric smallint
select connections
from record.series_priority
where stream = any($1) and metric = $2
order by array_position($1, stream)
limit 1
