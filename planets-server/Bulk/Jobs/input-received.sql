-- $1 id uuid
update record.bulk_job set state = 'waiting' where id = $1 and state = 'receiving'
