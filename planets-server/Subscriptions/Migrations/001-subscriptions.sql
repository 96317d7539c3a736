-- Schema push: who is told of what, and how far they have been told. No part of the log, and no health content: what a
-- subscription asks for and its headers are sealed.
create table subscription (
  id text collate "C" primary key,
  owner text not null,                      -- who may read and change it
  subscriber jsonb not null,                -- with whose rights it is delivered
  version int not null,
  updated timestamptz not null,
  status text not null check (status in ('requested', 'active', 'error', 'off')),
  error text,                               -- why the receiver was given up
  channel text not null check (channel in ('rest-hook', 'websocket')),
  types smallint[] not null,                -- resource types that it may be about
  content bytea not null,                   -- the resource as sent, without its headers; sealed
  headers bytea not null,                   -- headers and secret of the receiver; sealed
  position bigint not null,                 -- of the log: what is up to it has a number or is not for this subscriber
  numbered bigint not null default 0,       -- events that have a number: 1 to this, without gaps
  delivered bigint not null default 0,      -- events that the receiver has taken
  failures int not null default 0,          -- attempts in a row that failed
  due timestamptz not null default '-infinity',
  looked timestamptz not null default '-infinity',
  sent timestamptz,
  heartbeat int,                            -- seconds
  ends timestamptz,
  holder uuid,                              -- who delivers it at the moment, one at a time
  held_until timestamptz,
  check (delivered <= numbered)
);
create index subscription_owner on subscription (owner);

-- What the numbers of a subscription stand for.
create table event (
  subscription text collate "C" not null references subscription on delete cascade,
  number bigint not null,
  position bigint not null,                 -- of the log
  at timestamptz not null,
  primary key (subscription, number)
);
