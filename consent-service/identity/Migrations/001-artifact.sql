-- What the provider has issued or begun: sessions, interactions, grants, codes, tokens, client assertions that were used.
-- The id is the SHA-256 of the artifact's value, so that a copy of the table opens no session.
create table identity.artifact (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (model, id)
);

create index artifact_grant on identity.artifact (grant_id) where grant_id is not null;
create index artifact_session on identity.artifact (uid) where model = 'Session';
create index artifact_expiry on identity.artifact (expires_at);
