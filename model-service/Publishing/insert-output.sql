-- $1 reference text, $2 patient text, $3 content bytea, $4 model text, $5 outcome text, $6 position bigint, $7 assessed_at timestamptz
with given as (
  insert into model.published (reference, patient, content) values ($1, $2, $3)
  on conflict (reference) do update set content = excluded.content)
insert into model.output (reference, patient, model, outcome, position, assessed_at) values ($1, $2, $4, $5, $6, $7)
