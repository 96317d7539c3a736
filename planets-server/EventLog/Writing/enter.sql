-- The first statement of every append: waits while another node has the turn to itself (take-turn.sql). Nothing is
-- locked before it, so this cannot deadlock.
select pg_advisory_xact_lock_shared(1349022284, 1)
