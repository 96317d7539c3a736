-- Where a consumer is and where the log is; no lock is taken.
-- $1 text consumer
select s.position, h.position from {schema}.subscription s, log.head h where s.consumer = $1
