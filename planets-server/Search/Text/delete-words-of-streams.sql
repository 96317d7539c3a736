-- $1 parameter int, $2 erased streams bigint[]
delete from search.words w using log.event e
where w.parameter = $1 and e.position = w.position and e.stream = any ($2)
