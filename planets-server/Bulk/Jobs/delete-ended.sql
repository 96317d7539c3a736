-- Whoever worked on a cancelled one has noticed when its lease is over.
delete from record.bulk_job
where state = 'cancelled' and (lease_until is null or lease_until < now()) or expires < now()
returning id
