-- $1 id uuid, $2 requester text
select id, kind, request, position, transaction_time, state, progress, attempt, expires
from record.bulk_job j
where id = $1 and requester = $2 and state <> 'cancelled' and (expires is null or expires > now())
