-- $1 patient text, $2 model text
select steps, digest, state from model.checkpoint where patient = $1 and model = $2 order by steps
