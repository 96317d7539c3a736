-- $1 reference text
delete from model.published where reference = $1
