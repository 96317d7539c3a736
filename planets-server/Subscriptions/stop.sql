-- $1 id, $2 holder uuid, $3 status text, $4 why text, $5 when timestamptz
update push.subscription set status = $3, error = $4, updated = $5, version = version + 1 where id = $1 and holder = $2
