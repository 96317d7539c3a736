-- $1 bigint after this position
-- $2 bigint up to this position
select position, hash, streams, signed_at, signature from log.checkpoint
where position > $1 and position <= $2 order by position
