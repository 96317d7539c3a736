-- $1 text[] id
select id, stream, version from entity where id = any ($1)
