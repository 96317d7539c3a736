-- $1 uid text
select payload from identity.artifact where model = 'Session' and uid = $1 and expires_at > now()
