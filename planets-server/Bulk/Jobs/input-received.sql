-- $1 id uuid
update record.bulk_job set state = 'waiting', lease_until = null where id = $1 and state = 'receiving'
