-- Goes on holding it. Nothing where somebody else does by now, or its owner changed it.
-- $1 id, $2 holder uuid, $3 seconds int
update push.subscription set held_until = now() + $3 * interval '1 second' where id = $1 and holder = $2
