-- The stream was erased.
-- $1 stream bigint
delete from series_chunk where stream = $1
