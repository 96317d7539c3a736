-- Schema search: the index of search parameters that the site defines. Not derived in the transaction of a write: each parameter follows the
-- log by itself (subscription), and a search by it waits for it or is refused.
create table subscription (
  consumer text constraint subscription_pkey primary key,
  position bigint not null
);

create table parameter (
  number int generated always as identity primary key,
  name text not null unique                 -- id and version of the SearchParameter resource
);

-- One row a value of a version of a resource. Versions that no longer hold stay: searches as of a moment read them.
create table value (
  parameter int not null references parameter on delete cascade,
  position bigint not null,                 -- of the version, as in record.state
  token bigint,                             -- keyed hash, as in record.state.tokens; of a version with any value also that of presence
  value text collate "C",                   -- folded text
  exact bigint,
  date_lo timestamptz,
  date_hi timestamptz,
  number double precision,
  lo double precision,
  hi double precision,
  unit bigint,
  bare_unit bigint,
  words bigint,
  canonical_lo double precision,
  canonical_hi double precision,
  canonical_unit bigint
);
create index value_token on value (parameter, token, position) where token is not null;
create index value_text on value (parameter, value, position) where value is not null;
create index value_date on value (parameter, date_lo, position) where date_lo is not null;
create index value_number on value (parameter, hi, lo, position) where hi is not null;
create index value_position on value (position, parameter);
