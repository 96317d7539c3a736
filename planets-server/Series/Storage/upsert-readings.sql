-- $1 ids text[], $2 streams bigint[], $3 client versions bigint[] (null in it), $4 deleted boolean[], $5 digests text[], $6 resource versions int[]
insert into series_reading (id, stream, client_version, deleted, digest, resource_version)
select * from unnest($1, $2, $3, $4, $5, $6)
on conflict (id) do update set
  client_version = excluded.client_version, deleted = excluded.deleted,
  digest = excluded.digest, resource_version = excluded.resource_version
