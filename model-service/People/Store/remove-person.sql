-- Checkpoints and assessments go with the person.
-- $1 patient text
delete from model.person where patient = $1
