-- $1 id, $2 holder uuid, $3 seconds to hold it int
update push.subscription set holder = $2, held_until = now() + $3 * interval '1 second', looked = now()
where id = $1 and channel = 'websocket' and status = 'active' and (held_until is null or held_until < now() or holder = $2)
