-- One row: the name was free, or its earlier claim has expired. No row: it is taken.
-- $1 model text, $2 id text, $3 seconds double precision
insert into identity.artifact (model, id, payload, expires_at) values ($1, $2, '{}', now() + make_interval(secs => $3))
on conflict (model, id) do update set expires_at = excluded.expires_at where identity.artifact.expires_at <= now()
