-- $1 model text, $2 id text
delete from identity.artifact where model = $1 and id = $2
