-- $1 erased streams bigint[]
delete from rule where stream = any ($1)
