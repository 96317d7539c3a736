-- What holds now. A version's row is named by the position of the event that made it.
create table state (
  position bigint primary key,
  stream bigint not null,
  type smallint not null,
  id text collate "C" not null,
  version int not null,
  self bigint not null,                     -- keyed hash of "Type/id"; a reference token is self xor the parameter's key
  author smallint not null,                 -- 1 care-giver, 2 the person or a device of theirs, 3 derived, 4 directory
  source text not null,                     -- organisation that wrote it, or 'phone'
  date_lo timestamptz not null,             -- clinical date of the type, as an interval; last_updated where it has none
  date_hi timestamptz not null,
  last_updated timestamptz not null,
  tokens bigint[] not null,
  labels bigint[] not null,                 -- keyed hashes of security labels, sent and derived
  named bigint[] not null,                  -- selves of what it refers to that is about nobody: facilities, people at work, products
  also bigint[],                            -- other patient streams it names
  constraint state_type_id unique (type, id)
);
-- Without a pending list: with one, a create waits up to 0.2 s for its merge.
create index state_tokens on state using gin (tokens) with (fastupdate = off);
create index state_patient_date on state (stream, type, date_lo desc, position desc);
create index state_self on state (self);
create index state_also on state using gin (also) where also is not null;
create index state_type_updated on state (type, last_updated, position);

-- What held once, up to the position that replaced or deleted it.
create table state_past (like state, until bigint not null, primary key (position));
create index state_past_id on state_past (type, id, version);
create index state_past_tokens on state_past using gin (tokens) with (fastupdate = off);
create index state_past_patient_date on state_past (stream, type, date_lo desc, position desc);
create index state_past_also on state_past using gin (also) where also is not null;
create index state_past_until on state_past (until);

-- Deletions, one row each: what came after the last version, and what number the next version gets.
create table deleted (
  type smallint not null,
  id text collate "C" not null,
  version int not null,
  position bigint not null,
  stream bigint not null,
  source text not null,
  at timestamptz not null,
  primary key (type, id, version)
);
create index deleted_stream on deleted (stream);
