-- $1 id
select id, owner, subscriber::text, version, updated, status, error, content, headers, position, numbered, delivered,
  failures, sent
from push.subscription where id = $1
