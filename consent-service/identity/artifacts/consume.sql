-- One row: this was the first use. No row: it was used before.
-- $1 model text, $2 id text
update identity.artifact set consumed_at = now() where model = $1 and id = $2 and consumed_at is null and expires_at > now()
