-- Exports from before the newest erasure end; who works on one notices at its next step.
-- $1 hours that it is still told of them int
update record.bulk_job j
set state = 'erased', expires = coalesce(expires, now() + make_interval(hours => $1)),
  lease_until = case when state = 'running' then lease_until end
where kind = 'export' and state in ('waiting', 'running', 'done', 'failed')
  and exists (select from log.erasure x where x.position > j.position)
