-- Nothing where the owner has as many as they may.
-- $1 id, $2 owner, $3 subscriber jsonb, $4 updated, $5 status, $6 channel, $7 types, $8 content, $9 headers, $10
-- heartbeat, $11 ends, $12 at most int
insert into push.subscription (id, owner, subscriber, version, updated, status, channel, types, content, headers,
  heartbeat, ends, position)
select $1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, (select position from log.head)
where (select count(*) from push.subscription where owner = $2) < $12
