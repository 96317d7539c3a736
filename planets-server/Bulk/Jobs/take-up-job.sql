-- The oldest job that nobody works on, for one worker. $1 worker uuid, $2 seconds that it is left to them int
update record.bulk_job j
set state = 'running', owner = $1, attempt = j.attempt + 1, lease_until = now() + make_interval(secs => $2)
where j.id = (
  select id from record.bulk_job
  where state in ('waiting', 'running') and (lease_until is null or lease_until < now())
  order by created limit 1 for update skip locked)
returning j.id, j.kind, j.request, j.position, j.transaction_time, j.state, j.progress, j.attempt, j.expires
