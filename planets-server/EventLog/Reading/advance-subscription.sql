-- $1 text consumer
-- $2 bigint position taken up
update {schema}.subscription set position = $2 where consumer = $1
