-- $1 stream bigint, $2 key text, $3 digest text, $4 position bigint
insert into series_upload (stream, key, digest, position) values ($1, $2, $3, $4)
