-- $1 parameter int, $2 erased streams bigint[]
delete from search.value v using log.event e
where v.parameter = $1 and e.position = v.position and e.stream = any ($2)
