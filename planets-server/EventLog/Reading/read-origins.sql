-- $1 integer[] origin
select origin, agent, client, source, purpose from log.origin where origin = any ($1)
