-- Held until leave-turn.sql or the end of the session.
-- $1 integer turn of
select pg_advisory_lock(1349022284, $1)
