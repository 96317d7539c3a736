-- $1 patient text, $2 steps int[], $3 digests bytea[], $4 states bytea[]
insert into model.checkpoint (patient, steps, digest, state)
select $1, steps, digest, state from unnest($2, $3, $4) as added (steps, digest, state)
on conflict (patient, steps) do nothing
