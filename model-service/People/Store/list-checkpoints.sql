-- $1 patient text
select steps from model.checkpoint where patient = $1
