-- $1 patient text, $2 position bigint, $3 generation text, $4 outcomes text[], $5 model text, $6 answer bytea, $7 updated_at timestamptz
insert into model.person (patient, position, generation, outcomes, model, answer, updated_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (patient) do update set position = excluded.position, generation = excluded.generation,
  outcomes = excluded.outcomes, model = excluded.model, answer = excluded.answer, updated_at = excluded.updated_at
