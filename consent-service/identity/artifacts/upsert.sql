-- $1 model text, $2 id text, $3 payload jsonb, $4 grant_id text, $5 uid text, $6 seconds double precision
insert into identity.artifact (model, id, payload, grant_id, uid, expires_at)
values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
  expires_at = excluded.expires_at
