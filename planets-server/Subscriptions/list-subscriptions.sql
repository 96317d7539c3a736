-- $1 owner
select id, owner, subscriber::text, version, updated, status, error, content, headers, position, numbered, delivered,
  failures, sent
from push.subscription where owner = $1 order by id
