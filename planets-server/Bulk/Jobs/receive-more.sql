-- Holds a job while its input comes: cancelled, it keeps its folder for as long. $1 id uuid, $2 seconds int
update record.bulk_job set lease_until = now() + make_interval(secs => $2) where id = $1 and state = 'receiving'
