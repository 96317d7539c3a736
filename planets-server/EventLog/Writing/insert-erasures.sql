-- $1 bigint[] stream
-- $2 bigint[] position of the event that says so
-- $3 text[] who still has something of it, JSON
insert into log.erasure (stream, position, remains_with) select * from unnest($1, $2, $3)
