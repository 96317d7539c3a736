-- The stream was erased.
-- $1 stream bigint
delete from series_priority where stream = $1
