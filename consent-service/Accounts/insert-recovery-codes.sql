-- $1 account uuid, $2 hashes bytea[]
insert into consent.recovery_code (account, hash) select $1, hash from unnest($2) as hash
