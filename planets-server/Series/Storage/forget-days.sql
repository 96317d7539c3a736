-- The stream was erased.
-- $1 stream bigint
delete from series_day where stream = $1
