-- The log. Everything in this schema is written once, but for the one row of head; head only goes forward.

-- Who, through what, from where, for which purpose: written once each. The number is not hashed, the texts are.
create table origin (
  origin integer generated always as identity constraint origin_pkey primary key,
  agent text not null,
  client text not null,
  source text not null,
  purpose text not null,
  constraint origin_texts unique (agent, client, source, purpose)
);

-- Columns in order of their alignment: a row is 12 bytes shorter so.
create table event (
  position bigint not null constraint event_position primary key,
  stream bigint not null,
  recorded_time timestamptz not null,
  event_time timestamptz,
  sequence integer not null,
  version integer not null,
  origin integer not null,
  kind smallint not null,
  type text not null,
  id text not null,
  -- Empty, or nonce (12) || AES-256-GCM ciphertext || tag (16); associated data: stream, sequence, type.
  body bytea not null,
  -- SHA-256 over the hash before, the canonical header (Chain/EventHeader.cs) and the body as stored.
  hash bytea not null,
  constraint event_stream_sequence unique (stream, sequence),
  constraint event_numbers check (position > 0 and stream > 0 and stream <= position and sequence > 0)
);

-- Sealed bodies do not compress.
alter table event alter column body set storage external;

-- A stream and the random id of its data key, which lies in the key store. The founding event's hash covers the id.
create table stream (
  stream bigint not null constraint stream_pkey primary key,
  key_id uuid not null constraint stream_key unique
);

-- Streams whose key was given up, by the event that says so.
create table erasure (
  stream bigint not null constraint erasure_pkey primary key,
  position bigint not null,
  -- JSON array of {"holder", "what"}: who still has something of it.
  remains_with text not null
);

-- What the one who asked for an erasure was given: UTF-8 JSON as signed.
create table certificate (
  stream bigint not null constraint certificate_pkey primary key,
  content bytea not null,
  signature bytea not null
);

-- Signed statements of how far the log had come (Chain/Checkpoint.cs).
create table checkpoint (
  position bigint not null constraint checkpoint_pkey primary key,
  hash bytea not null,
  streams bigint not null,
  signed_at timestamptz not null,
  signature bytea not null
);

-- The key store that holds this log's keys: another one is refused at start.
create table key_store (
  one boolean not null default true constraint key_store_one primary key check (one),
  id uuid not null
);

create table head (
  one boolean not null default true constraint head_one primary key check (one),
  position bigint not null,
  hash bytea not null,
  recorded_time timestamptz not null,
  streams bigint not null
);

insert into head (position, hash, recorded_time, streams)
values (0, decode(repeat('00', 32), 'hex'), '1970-01-01 00:00:00+00', 0);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'log.% is append-only: % is refused', tg_table_name, tg_op using errcode = 'PHR02';
end $$;

do $$
declare name text;
begin
  foreach name in array array['origin', 'event', 'stream', 'erasure', 'certificate', 'checkpoint', 'key_store'] loop
    execute format('create trigger append_only before update or delete or truncate on %I '
      'for each statement execute function refuse_change()', name);
  end loop;
end $$;

create trigger stays before delete or truncate on head for each statement execute function refuse_change();

create function refuse_going_back() returns trigger language plpgsql as $$
begin
  if new.position <= old.position or new.recorded_time < old.recorded_time or new.streams < old.streams then
    raise exception 'log.head only goes forward' using errcode = 'PHR02';
  end if;
  return new;
end $$;

create trigger forward before update on head for each row execute function refuse_going_back();

-- Moves the head by compare-and-set and tells listeners. PHR01: another node moved it since the group began.
create function advance(
  from_position bigint, to_position bigint, new_hash bytea, new_time timestamptz, new_streams bigint)
returns void language plpgsql as $$
begin
  update log.head set position = to_position, hash = new_hash, recorded_time = new_time, streams = new_streams
  where position = from_position;
  if not found then
    raise exception 'log.head is no longer at %', from_position using errcode = 'PHR01';
  end if;
  perform pg_notify('phr_log', to_position::text);
end $$;

-- Position of the newest event recorded at or before an instant, 0 when there is none. Recorded times never go back
-- with position, so this is a binary search over the primary key and needs no index of its own.
create function position_at(instant timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint := (select position from log.head);
  middle bigint;
begin
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select recorded_time from log.event where position = middle) <= instant then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;
