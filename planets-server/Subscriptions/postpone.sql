-- $1 id, $2 holder uuid, $3 seconds double precision
update push.subscription set due = now() + $3 * interval '1 second' where id = $1 and holder = $2
