-- $1 account uuid, $2 disabled boolean
update consent.account set disabled = $2 where id = $1 returning 1
