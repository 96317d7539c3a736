-- $1 uuid key store
insert into log.key_store (id) values ($1) on conflict do nothing
