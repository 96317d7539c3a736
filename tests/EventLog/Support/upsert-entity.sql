-- $1 text type
-- $2 text id
-- $3 bigint stream
-- $4 integer version
-- $5 bigint position
-- $6 timestamptz recorded time
-- $7 bytea digest of the body
insert into entity (type, id, stream, version, position, recorded_time, digest) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (type, id) do update set stream = $3, version = $4, position = $5, recorded_time = $6, digest = $7
