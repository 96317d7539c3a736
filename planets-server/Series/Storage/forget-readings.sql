-- The stream was erased.
-- $1 stream bigint
delete from series_reading where stream = $1
