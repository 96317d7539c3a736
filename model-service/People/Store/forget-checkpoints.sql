-- $1 patient text
delete from model.checkpoint where patient = $1
