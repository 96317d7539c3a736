-- Those that are no longer kept, or are of other steps.
-- $1 patient text, $2 steps int[], $3 digests bytea[]
delete from model.checkpoint c
where patient = $1 and not exists (select from unnest($2, $3) as kept (steps, digest) where kept.steps = c.steps and kept.digest = c.digest)
