-- Flips one bit of the first sealed body from a position on, and says where.
-- $1 bigint position to begin from
update log.event set body = set_byte(body, 20, get_byte(body, 20) # 1)
where position = (select min(position) from log.event where position >= $1 and length(body) > 20)
returning position
