-- The current version of each entity, as a record's state table would have it.
create table entity (
  type text not null,
  id text not null,
  stream bigint not null,
  version integer not null,
  position bigint not null,
  recorded_time timestamptz not null,
  digest bytea not null,
  constraint entity_pkey primary key (type, id),
  constraint entity_not_cursed check (id <> 'cursed')
);

create table tally (
  stream bigint not null constraint tally_pkey primary key,
  events integer not null
);
