-- An export from before the newest erasure may hold what was erased, whether or not a sweep has ended it yet.
-- $1 id uuid, $2 requester text
select id, kind, request, position, transaction_time,
  case when kind = 'export' and exists (select from log.erasure x where x.position > j.position) then 'erased' else state end,
  progress, attempt, expires
from record.bulk_job j
where id = $1 and requester = $2 and state <> 'cancelled' and (expires is null or expires > now())
