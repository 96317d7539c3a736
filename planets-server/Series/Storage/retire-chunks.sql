-- A compaction takes the place of chunks.
-- $1 position bigint[] of those, $2 until bigint: position of the compaction
with retired as (delete from series_chunk where position = any($1) returning position, stream, connection, metric, day, clients)
insert into series_chunk_past (position, stream, connection, metric, day, clients, until)
select position, stream, connection, metric, day, clients, $2 from retired
