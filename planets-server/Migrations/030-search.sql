-- What the index of a resource holds beside 003-index.sql. A number is an interval: a plain one has no width, one with a comparator an open
-- end, so comparisons read its ends.
alter table ix_quantity add column words bigint;        -- keyed hash of the unit in words, where it is not the code
alter table ix_quantity_past add column words bigint;
drop index ix_quantity_value;
drop index ix_quantity_canonical;
drop index ix_quantity_past_value;
drop index ix_quantity_past_canonical;
create index ix_quantity_hi on ix_quantity (parameter, hi, lo, position);
create index ix_quantity_canonical on ix_quantity (parameter, canonical_unit, canonical_hi, canonical_lo, position);
create index ix_quantity_past_hi on ix_quantity_past (parameter, hi, lo, position);
create index ix_quantity_past_canonical on ix_quantity_past (parameter, canonical_unit, canonical_hi, canonical_lo, position);

-- Values that belong together (composite parameters), one row each combination of one element. Looked up by position: the codes
-- among state.tokens find the resources first.
create table ix_composite (
  parameter smallint not null,
  tokens bigint[] not null,                 -- keys of the coded and the referring components, by the number of the component
  lo double precision,                      -- of the first component that is an amount or a number, as in ix_quantity
  hi double precision,
  unit bigint,
  bare_unit bigint,
  words bigint,
  canonical_lo double precision,
  canonical_hi double precision,
  canonical_unit bigint,
  next_lo double precision,                 -- of the second one
  next_hi double precision,
  date_lo timestamptz,
  date_hi timestamptz,
  value text collate "C",                   -- of a text, as in ix_string
  exact bigint,
  position bigint not null
);
create index ix_composite_position on ix_composite (position);
create table ix_composite_past (like ix_composite);
create index ix_composite_past_position on ix_composite_past (position);

-- Where Locations are, in degrees (WGS 84).
create table ix_place (
  latitude double precision not null,
  longitude double precision not null,
  position bigint not null
);
create index ix_place_latitude on ix_place (latitude, longitude, position);
create index ix_place_position on ix_place (position);
create table ix_place_past (like ix_place);
create index ix_place_past_position on ix_place_past (position);
