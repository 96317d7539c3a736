-- $1 bigint position
-- $2 bytea hash
-- $3 bigint streams
-- $4 timestamptz when signed
-- $5 bytea signature
insert into log.checkpoint (position, hash, streams, signed_at, signature) values ($1, $2, $3, $4, $5)
on conflict on constraint checkpoint_pkey do nothing
