-- $1 patient text
select model, steps from model.checkpoint where patient = $1
