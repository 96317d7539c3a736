-- Day chunks that hold. The samples are in the sealed body of the event at position; here is what finds them.
create table series_chunk (
  position bigint primary key,
  stream bigint not null,
  connection text collate "C" not null,
  metric smallint not null,
  day int not null,                         -- local calendar day, days since 1970-01-01
  clients bigint[] not null                 -- digests of the client ids of its items, those deleted too
);
create index series_chunk_day on series_chunk (stream, metric, day, connection, position);
-- Where is the item that the client calls so? Without a pending list, whose merge an upload would wait for.
create index series_chunk_clients on series_chunk using gin (clients) with (fastupdate = off);

-- Chunks that held until a compaction took their place.
create table series_chunk_past (like series_chunk, until bigint not null, primary key (position));
create index series_chunk_past_day on series_chunk_past (stream, metric, day, connection, position);

-- A day of one connection in figures, in the metric's own unit.
create table series_day (
  stream bigint not null,
  metric smallint not null,
  day int not null,
  connection text collate "C" not null,
  n int not null,
  min double precision not null,
  max double precision not null,
  mean double precision not null,           -- of moments, each minute weighing the same; otherwise 0
  sum double precision not null,            -- of totals, what overlaps counted once; otherwise 0
  covered_ms bigint not null,
  reaches_over boolean not null,            -- an interval goes on after midnight
  position bigint not null,                 -- of the chunk that changed the day last
  primary key (stream, metric, day, connection)
);
create index series_day_position on series_day (stream, position);

-- Readings that became Observations: what an upload needs to know to recognise one that is sent again.
create table series_reading (
  id text collate "C" primary key,          -- of the Observation
  stream bigint not null,
  client_version bigint,
  deleted boolean not null,
  digest text not null,
  resource_version int not null
);
create index series_reading_stream on series_reading (stream);

-- The order in which a person prefers their connections, for one metric.
create table series_priority (
  stream bigint not null,
  metric smallint not null,
  connections text[] not null,
  primary key (stream, metric)
);
