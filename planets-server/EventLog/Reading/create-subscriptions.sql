create table if not exists {schema}.subscription (
  consumer text constraint subscription_pkey primary key,
  position bigint not null
)
