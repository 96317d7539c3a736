-- The chunks that hold of the days asked for, in the order in which they were written.
-- $1 stream bigint[], $2 connection text[], $3 metric smallint[], $4 day int[]: one day each, element by element
select chunk.stream, chunk.connection, chunk.metric, chunk.day, chunk.position
from unnest($1, $2, $3, $4) as asked (stream, connection, metric, day)
join series_chunk as chunk using (stream, connection, metric, day)
order by chunk.position
