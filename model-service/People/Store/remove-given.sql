-- What planets-server was given was in the stream that is gone.
-- $1 patient text
with given as (delete from model.published where patient = $1)
delete from model.output where patient = $1
