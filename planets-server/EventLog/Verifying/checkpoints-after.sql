-- $1 bigint after this position
-- $2 integer at most so many
select position, hash, streams, signed_at, signature from log.checkpoint
where position > $1 order by position limit $2
