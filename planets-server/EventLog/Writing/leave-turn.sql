-- $1 integer turn of
select pg_advisory_unlock(1349022284, $1)
