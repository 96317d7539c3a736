-- $1 timestamptz instant
select log.position_at($1)
