-- Ends what a lost connection may still be running, so that its commit is either done or will never be.
-- $1 text application name, which no other connection has
select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()
