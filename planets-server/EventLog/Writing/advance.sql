-- $1 bigint position the group began from
-- $2 bigint position of its last event
-- $3 bytea hash of that event
-- $4 timestamptz its recorded time
-- $5 bigint streams founded so far
select log.advance($1, $2, $3, $4, $5)
