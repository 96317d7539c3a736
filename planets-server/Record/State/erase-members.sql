-- The streams leave; what was linked to one of them stands for itself again.
-- $1 erased streams bigint[]
with gone as (delete from membership where stream = any ($1))
update membership set person = stream, consent = null where person = any ($1) and not stream = any ($1)
