-- $1 erased streams bigint[]
delete from directory where stream = any ($1)
