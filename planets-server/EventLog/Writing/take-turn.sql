-- Keeps other nodes from appending until leave-turn.sql or the end of the session.
select pg_advisory_lock(1349087820, 1)
