-- The newest checkpoint at or before a position.
-- $1 bigint position
select position, hash, streams, signed_at, signature from log.checkpoint
where position <= $1 order by position desc limit 1
