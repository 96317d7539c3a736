-- $1 patient text, $2 outcomes text[], $3 position bigint, $4 assessed_at timestamptz, $5 models text[], $6 answers bytea[]
insert into model.assessment (patient, outcome, position, assessed_at, model, answer)
select $1, outcome, $3, $4, model, answer from unnest($2, $5, $6) as added (outcome, model, answer)
on conflict (patient, outcome, position, model) do update set assessed_at = excluded.assessed_at, answer = excluded.answer
