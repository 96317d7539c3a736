-- The lock is for two nodes that start at once: "if not exists" alone lets both try.
do $$
begin
  perform pg_advisory_xact_lock(1349022284, 2);
  create table if not exists {schema}.subscription (
    consumer text constraint subscription_pkey primary key,
    position bigint not null
  );
end $$
