-- $1 id uuid, $2 worker uuid, $3 progress text, $4 whether it is done boolean, $5 seconds of a lease int, $6 hours that it is kept int
update record.bulk_job
set progress = $3, state = case when $4 then 'done' else 'running' end, failures = 0,
  lease_until = now() + make_interval(secs => $5), expires = case when $4 then now() + make_interval(hours => $6) end
where id = $1 and owner = $2 and state = 'running'
