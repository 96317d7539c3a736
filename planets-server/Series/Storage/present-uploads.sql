-- $1 stream bigint, $2 key text
select digest, position from series_upload where stream = $1 and key = $2
