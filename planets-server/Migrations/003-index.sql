-- One row for each coding of the code of a resource in a patient compartment: patient + code + date in one range.
create table clinical (
  stream bigint not null,
  code bigint not null,                     -- keyed hash of the bare code; the system is checked on state.tokens
  date timestamptz not null,
  position bigint not null,
  value double precision
);
create index clinical_patient on clinical (stream, code, date desc, position desc) include (value);
create index clinical_position on clinical (position);
create index clinical_code on clinical (code, date, position) include (stream, value);
create table clinical_past (like clinical);
create index clinical_past_patient on clinical_past (stream, code, date desc, position desc);
create index clinical_past_position on clinical_past (position);

create table ix_string (
  parameter smallint not null,
  value text collate "C" not null,          -- normalised: NFKC, case, accents, kana
  exact bigint not null,                    -- keyed hash of the value as sent
  position bigint not null
);
create index ix_string_value on ix_string (parameter, value, position);
create index ix_string_position on ix_string (position);

create table ix_date (
  parameter smallint not null,
  lo timestamptz not null,
  hi timestamptz not null,
  position bigint not null
);
create index ix_date_lo on ix_date (parameter, lo, position);
create index ix_date_hi on ix_date (parameter, hi, position);
create index ix_date_position on ix_date (position);

create table ix_quantity (
  parameter smallint not null,
  value double precision not null,          -- as sent
  lo double precision not null,             -- what its digits and comparator leave open
  hi double precision not null,
  unit bigint,                              -- keyed hash of system and code; null of a plain number
  bare_unit bigint,                         -- of the code or the unit in words alone
  canonical_value double precision,         -- in UCUM base units
  canonical_lo double precision,
  canonical_hi double precision,
  canonical_unit bigint,
  position bigint not null
);
create index ix_quantity_value on ix_quantity (parameter, value, position);
create index ix_quantity_canonical on ix_quantity (parameter, canonical_unit, canonical_value, position);
create index ix_quantity_position on ix_quantity (position);

create table ix_string_past (like ix_string);
create index ix_string_past_value on ix_string_past (parameter, value, position);
create index ix_string_past_position on ix_string_past (position);
create table ix_date_past (like ix_date);
create index ix_date_past_lo on ix_date_past (parameter, lo, position);
create index ix_date_past_position on ix_date_past (position);
create table ix_quantity_past (like ix_quantity);
create index ix_quantity_past_value on ix_quantity_past (parameter, value, position);
create index ix_quantity_past_canonical on ix_quantity_past (parameter, canonical_unit, canonical_value, position);
create index ix_quantity_past_position on ix_quantity_past (position);
