-- The chunks that hold, or held at a position.
-- $1 stream bigint[], $2 metric smallint, $3 from int, $4 to int (days, both included), $5 position bigint or null for now
select position, stream, connection, day
from record.series_chunk
where stream = any($1) and metric = $2 and day between $3 and $4 and ($5::bigint is null or position <= $5)
union all
select position, stream, connection, day
from record.series_chunk_past
where $5 is not null and stream = any($1) and metric = $2 and day between $3 and $4 and position <= $5 and until > $5
