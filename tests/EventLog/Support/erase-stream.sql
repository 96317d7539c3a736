-- $1 bigint stream
with gone as (delete from entity where stream = $1)
delete from tally where stream = $1
