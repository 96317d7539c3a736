-- $1 reference text, $2 patient text, $3 content bytea
insert into model.published (reference, patient, content) values ($1, $2, $3)
on conflict (reference) do update set content = excluded.content
