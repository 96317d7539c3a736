-- $1 position bigint, $2 stream bigint, $3 connection text, $4 metric smallint, $5 day int, $6 clients bigint[]
insert into series_chunk (position, stream, connection, metric, day, clients) values ($1, $2, $3, $4, $5, $6)
