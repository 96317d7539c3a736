-- Of nobody who has been erased meanwhile: the person's row is held until this is committed, and what removes it looks afterwards.
-- $1 reference text, $2 patient text, $3 content bytea, $4 model text, $5 outcome text, $6 position bigint, $7 assessed_at timestamptz
with person as (select patient from model.person where patient = $2 for key share),
given as (
  insert into model.published (reference, patient, content) select $1, patient, $3 from person
  on conflict (reference) do update set content = excluded.content)
insert into model.output (reference, patient, model, outcome, position, assessed_at) select $1, patient, $4, $5, $6, $7 from person
