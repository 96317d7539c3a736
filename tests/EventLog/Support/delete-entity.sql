-- $1 text type
-- $2 text id
delete from entity where type = $1 and id = $2
