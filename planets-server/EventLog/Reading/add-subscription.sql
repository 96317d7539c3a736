-- $1 text consumer
-- $2 bigint position it begins after
insert into {schema}.subscription (consumer, position) values ($1, $2) on conflict do nothing
