-- Whoever worked on a cancelled one has noticed when its lease is over. An input that did not end in a day never will.
delete from record.bulk_job
where state = 'cancelled' and (lease_until is null or lease_until < now()) or expires < now()
  or state = 'receiving' and created < now() - interval '1 day'
returning id
