-- How far each person's record has been read, and what the model answered last. Bodies are sealed under a key outside the database.
-- A person goes by the id of their own Patient.
create table person (
  patient text primary key,
  position bigint not null,
  generation text not null,
  outcomes text[] not null,
  model text not null,
  answer bytea,
  updated_at timestamptz not null
);

-- States of the model on the way through a record: after how many steps, and a digest of those steps.
create table checkpoint (
  patient text not null references person on delete cascade,
  steps integer not null,
  digest bytea not null,
  state bytea not null,
  primary key (patient, steps)
);

-- Every answer that differed from the one before, also while nobody is shown any.
create table assessment (
  patient text not null references person on delete cascade,
  outcome text not null,
  position bigint not null,
  assessed_at timestamptz not null,
  model text not null,
  answer bytea not null,
  primary key (patient, outcome, position, model)
);

-- What planets-server has been given, by a digest of what it says.
create table published (
  reference text primary key,
  patient text not null,
  content bytea not null
);

create index published_of_patient on published (patient);
