-- $1 text name
-- $2 integer version that the rows were made by
insert into {schema}.inline_projection (name, version) values ($1, $2)
on conflict (name) do update set version = excluded.version
