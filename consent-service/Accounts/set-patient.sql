-- The first answer stays: planets-server gives the same Patient to the same account, but a second answer must not move one.
-- $1 account uuid, $2 patient text
update consent.account set patient = $2 where id = $1 and patient is null
