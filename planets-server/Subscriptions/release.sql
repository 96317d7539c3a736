-- Its resource types where the log went on since it was looked at: what was written meanwhile was claimed by nobody.
-- $1 id, $2 holder uuid
update push.subscription set holder = null, held_until = null where id = $1 and holder = $2
returning case when position < (select h.position from log.head h) then types end
