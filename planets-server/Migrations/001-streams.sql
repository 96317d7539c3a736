-- Schema record: what is derived from log in the transaction of the append. Every row can be rebuilt from the log.

-- A patient stream and the person it belongs to. The person's number is the stream of the person's own Patient; a stream that
-- nobody linked is a person of one stream. Links of today count always, also in as-of reads: a wrong merge leaves no trace.
create table membership (
  stream bigint primary key,
  person bigint not null,
  source text not null,
  patient text not null,
  insured bigint,                           -- keyed hash of the insured-person number, as the present Patient has it
  birth date,
  consent text                              -- Consent by which the person joined it to their own; null while it stands for itself
);
-- "Whose records carry the same number and birth date?"
create index membership_insured on membership (insured, birth) where insured is not null;
create index membership_consent on membership (consent) where consent is not null;
-- "Does this organisation treat this person?": it has a stream among the person's.
create index membership_person on membership (person, source) include (stream);
create unique index membership_patient on membership (patient) include (stream, person, source);

-- Streams of resources outside any patient compartment: one a source.
create table directory (
  source text primary key,
  stream bigint not null unique
);
