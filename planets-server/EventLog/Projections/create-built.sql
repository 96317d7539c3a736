create table if not exists {schema}.inline_projection (
  name text constraint inline_projection_pkey primary key,
  version integer not null
)
