-- The stream was erased.
-- $1 stream bigint
delete from series_upload where stream = $1
