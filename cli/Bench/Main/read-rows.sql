-- Rows that one transaction of the product left in a table; {source} is its name.
-- $1 bigint position after which, $2 bigint up to which
select * from {source} where position > $1 and position <= $2 order by position
