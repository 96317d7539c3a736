-- Organisations that give care, and studies: what consents, tokens and the access log name by a code.
create table party (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$' and code <> 'person'),
  name_ja text not null check (length(name_ja) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  is_study boolean not null default false
);

-- Apps and back-end systems that may ask for tokens.
create table client (
  id text primary key check (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
  name_ja text not null check (length(name_ja) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  role text check (role in ('hospital', 'system', 'service')),
  organisation text references party (code),
  scopes text not null,
  jwks jsonb,
  redirect_uris text[] not null default '{}',
  disabled boolean not null default false,
  registered_at timestamptz not null,
  -- A system signs in by its key, and a hospital's writes for its organisation; an app is the person's, who signs in.
  check ((role is null) = (cardinality(redirect_uris) > 0)),
  check (role is null or jwks is not null),
  check ((role is not distinct from 'hospital') = (organisation is not null))
);
