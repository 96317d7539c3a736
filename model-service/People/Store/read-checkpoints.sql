-- $1 patient text
select steps, digest, state from model.checkpoint where patient = $1 order by steps
