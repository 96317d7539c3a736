-- $1 id text, $2 name_ja text, $3 name_en text, $4 role text, $5 organisation text, $6 scopes text, $7 jwks text (JSON),
-- $8 redirect_uris text[], $9 disabled boolean, $10 now timestamptz
insert into consent.client (id, name_ja, name_en, role, organisation, scopes, jwks, redirect_uris, disabled, registered_at)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)
on conflict (id) do update set name_ja = excluded.name_ja, name_en = excluded.name_en, role = excluded.role,
  organisation = excluded.organisation, scopes = excluded.scopes, jwks = excluded.jwks, redirect_uris = excluded.redirect_uris,
  disabled = excluded.disabled
