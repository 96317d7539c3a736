-- A change takes the subscription from whoever delivers it: what they are about to send was asked for otherwise.
-- $1 id, $2 owner, $3 subscriber jsonb, $4 updated, $5 status, $6 channel, $7 types, $8 content, $9 headers or null to
-- keep them, $10 heartbeat, $11 ends, $12 version that has to be the present one
update push.subscription set
  subscriber = $3, version = version + 1, updated = $4, status = $5, error = null, channel = $6, types = $7,
  content = $8, headers = coalesce($9, headers), heartbeat = $10, ends = $11, failures = 0, due = '-infinity',
  looked = '-infinity', holder = null, held_until = null
where id = $1 and owner = $2 and version = $12
