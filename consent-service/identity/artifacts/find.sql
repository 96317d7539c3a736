-- $1 model text, $2 id text
select payload, extract(epoch from consumed_at)::bigint as consumed
from identity.artifact where model = $1 and id = $2 and expires_at > now()
