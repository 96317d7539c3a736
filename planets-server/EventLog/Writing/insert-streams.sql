-- $1 bigint[] stream
-- $2 uuid[] key id
insert into log.stream (stream, key_id) select * from unnest($1, $2)
