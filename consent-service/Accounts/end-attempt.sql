-- The attempt was right: nothing counts any more.
-- $1 account uuid
update consent.account set access_failed_count = 0, lockout_end = null where id = $1 returning 1
