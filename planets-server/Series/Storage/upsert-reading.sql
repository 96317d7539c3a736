-- $1 id text, $2 stream bigint, $3 client_version bigint or null, $4 deleted boolean, $5 digest text, $6 resource_version int
insert into series_reading (id, stream, client_version, deleted, digest, resource_version)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set
  client_version = excluded.client_version, deleted = excluded.deleted,
  digest = excluded.digest, resource_version = excluded.resource_version
