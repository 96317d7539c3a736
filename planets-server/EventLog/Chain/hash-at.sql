-- $1 bigint position
select hash from log.event where position = $1
