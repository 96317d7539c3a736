-- $1 id, $2 owner
delete from push.subscription where id = $1 and owner = $2
