-- Who read or changed whose record, as planets-server recorded it. Numbers are planets-server's.
create table access (
  number bigint primary key,
  at timestamptz not null,
  patient text not null,
  actor text not null,
  organisation text,
  role text not null,
  client text not null,
  purpose text,
  interaction text not null,
  type text,
  outcome text not null check (outcome in ('permitted', 'hidden', 'denied')),
  entries integer not null,
  decision text
);

create index access_of_person on access (patient, number desc);

-- Up to which number they have been read.
create table access_position (
  one boolean primary key default true check (one),
  number bigint not null
);

insert into access_position (number) values (0);
