-- The days in which items with these client ids are, or were and are deleted.
-- $1 stream bigint, $2 connection text, $3 client bigint[]
select metric, day, clients
from series_chunk
where stream = $1 and connection = $2 and clients && $3
