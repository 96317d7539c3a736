-- The stream was erased.
-- $1 stream bigint
delete from series_chunk_past where stream = $1
