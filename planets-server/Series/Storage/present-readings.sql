-- $1 id text[]
select id, stream, client_version, deleted, digest, resource_version
from series_reading
where id = any($1)
