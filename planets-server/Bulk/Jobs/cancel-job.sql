-- $1 id uuid, $2 requester text
update record.bulk_job set state = 'cancelled' where id = $1 and requester = $2 and state <> 'cancelled'
