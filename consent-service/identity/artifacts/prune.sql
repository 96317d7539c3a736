-- $1 limit int: a sweep never holds many locks.
delete from identity.artifact where ctid in (select ctid from identity.artifact where expires_at <= now() limit $1)
