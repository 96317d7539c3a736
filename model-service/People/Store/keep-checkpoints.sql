-- Deletes those that are no longer kept, are of other steps, or of a model that no longer answers for the person.
-- $1 patient text, $2 models text[], $3 steps int[], $4 digests bytea[]
delete from model.checkpoint c
where patient = $1 and not exists (
  select from unnest($2, $3, $4) as kept (model, steps, digest)
  where kept.model = c.model and kept.steps = c.steps and kept.digest = c.digest)
