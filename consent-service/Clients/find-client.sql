-- $1 id text
select id, name_ja, name_en, role, organisation, scopes, jwks::text, redirect_uris from consent.client where id = $1 and not disabled
