-- A code is used up together with all earlier ones. No row: it was used before.
-- $1 account uuid, $2 step bigint
update consent.account set totp_last_step = $2 where id = $1 and totp_last_step < $2 returning 1
