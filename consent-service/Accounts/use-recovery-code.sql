-- No row: there is no such code, or it was used before.
-- $1 account uuid, $2 hash bytea, $3 now timestamptz
update consent.recovery_code set used_at = $3 where account = $1 and hash = $2 and used_at is null returning 1
