-- Streams founded up to a position.
-- $1 bigint position
select count(*) from log.stream where stream <= $1
