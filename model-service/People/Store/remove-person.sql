-- Checkpoints and assessments go with the person. What planets-server was given was in the stream that is gone.
-- $1 patient text
with given as (delete from model.published where patient = $1), listed as (delete from model.output where patient = $1)
delete from model.person where patient = $1
