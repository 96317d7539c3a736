-- To be gone on with: at once, after a fault in 5 seconds; after the third fault in a row it has failed.
-- $1 id uuid, $2 worker uuid, $3 whether a fault ended its work boolean, $4 hours that it is kept int
update record.bulk_job
set owner = null, failures = failures + $3::int,
  lease_until = case when $3 then now() + interval '5 seconds' end,
  state = case when $3 and failures >= 2 then 'failed' else 'waiting' end,
  expires = case when $3 and failures >= 2 then now() + make_interval(hours => $4) end
where id = $1 and owner = $2 and state = 'running'
