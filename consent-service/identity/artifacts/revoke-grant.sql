-- $1 model text, $2 grant_id text
delete from identity.artifact where model = $1 and grant_id = $2
