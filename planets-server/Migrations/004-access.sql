-- What the people's consents mean, as rows: written with the Consent event they come from, so the next request obeys them.
-- The row of the highest specificity that fits decides; at equal specificity a refusal does.
create table rule (
  person bigint not null,                   -- number of the person at the time of writing: the stream of their own Patient
  consent text not null,                    -- id of the Consent
  position bigint not null,                 -- of the event that made this version of the Consent
  permit boolean not null,
  actor text,                               -- organisation or study it is about, or model:OUTCOME; null: everyone who treats the person
  purpose text,                             -- purpose of use (v3-ActReason); null: any
  type smallint,                            -- resource type; null: any
  label bigint,                             -- security label, keyed hash; null: any
  code bigint,                              -- token of the resource, keyed hash; null: any
  source text,                              -- organisation that wrote it, or 'person' for the person and their devices; null: any
  self bigint,                              -- one resource; null: any
  period_lo timestamptz,                    -- clinical date within; null: open
  period_hi timestamptz,                    -- exclusive
  valid_lo timestamptz,                     -- when the consent is in force; null: open
  valid_hi timestamptz,
  specificity int not null,
  stream bigint not null                    -- of the Consent
);
create index rule_person on rule (person);
create index rule_consent on rule (consent);
create index rule_stream on rule (stream);

-- Who asked for whose record and what came of it. Written before the answer goes out; consent-service makes the access log of it.
-- Not derived from the log, so not a projection: it is kept until consent-service has taken it over.
create table access (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  person bigint not null,
  actor text not null,
  client text not null,
  role text not null,
  organisation text,
  purpose text not null,
  interaction text not null,
  type text,
  outcome text not null,                    -- permitted | hidden | denied
  count int not null,
  decision uuid not null
);
create index access_person on access (person, number);
