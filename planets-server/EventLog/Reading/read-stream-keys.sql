-- $1 bigint[] stream
select stream, key_id from log.stream where stream = any ($1)
