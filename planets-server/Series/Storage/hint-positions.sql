-- Chunks that an upload will probably need, read before its turn comes.
-- $1 stream bigint, $2 connection text, $3 metric smallint[], $4 day int[] (element by element), $5 client bigint[]
select chunk.position
from record.series_chunk as chunk
join unnest($3, $4) as asked (metric, day) using (metric, day)
where chunk.stream = $1 and chunk.connection = $2
union
select position
from record.series_chunk
where stream = $1 and connection = $2 and clients && $5
