-- Takes subscriptions that have something to do and that nobody holds. What is held by a node that died is free again
-- when its time is over. $1 holder uuid, $2 resource types that were written smallint[], $3 at most int, $4 seconds to
-- hold them int
update push.subscription s set holder = $1, held_until = now() + $4 * interval '1 second', looked = now()
from (
  select c.id from push.subscription c
  where c.channel = 'rest-hook' and c.status in ('requested', 'active') and c.due <= now()
    and (c.held_until is null or c.held_until < now())
    and (
      c.status = 'requested' or c.delivered < c.numbered or c.failures > 0 or c.types && $2
      -- Put off when it was looked at last.
      or c.due > c.looked
      or c.ends <= now() or c.sent + c.heartbeat * interval '1 second' <= now()
      -- Positions of those that nothing was written for move on now and then, so that no later look has far to go.
      or c.looked < now() - interval '30 seconds' and c.position < (select h.position from log.head h))
  order by c.due limit $3
  for update skip locked) taken
where s.id = taken.id
returning s.id
