-- $1 patient text, $2 models text[], $3 steps int[], $4 digests bytea[], $5 states bytea[]
insert into model.checkpoint (patient, model, steps, digest, state)
select $1, model, steps, digest, state from unnest($2, $3, $4, $5) as added (model, steps, digest, state)
on conflict (patient, model, steps) do nothing
