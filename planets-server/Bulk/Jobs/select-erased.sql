-- Whose files are removed: whoever worked on one has noticed when its lease is over.
select id from record.bulk_job where state = 'erased' and (lease_until is null or lease_until < now())
