-- Exports and imports that run on their own. Not derived from the log: a job that is lost is asked for again.
create table bulk_job (
  id uuid primary key,
  kind text not null,                       -- export | import
  requester text not null,                  -- digest of who asked: nobody else sees the job or its files
  request bytea not null,                   -- sealed: it can name people and codes
  position bigint not null,                 -- of the log, at which an export reads
  transaction_time timestamptz not null,    -- when that position was recorded
  state text not null,                      -- waiting | running | done | failed | cancelled
  progress text not null,                   -- JSON: where it goes on
  attempt int not null,                     -- how often somebody took it up; each writes files of its own
  failures int not null,
  owner uuid,                               -- the worker that runs it
  lease_until timestamptz,                  -- until when no other takes it up
  created timestamptz not null,
  expires timestamptz                       -- of a job that ended: when it and its files are removed
);
create index bulk_job_requester on bulk_job (requester);

-- Files of a job, in the data folder. What is beyond the length here was not committed and does not count.
create table bulk_file (
  job uuid not null references bulk_job on delete cascade,
  number int not null,
  kind text not null,                       -- input | output | deleted | error
  type text not null,                       -- resource type of its lines; of an input its name
  attempt int not null,
  lines bigint not null,
  bytes bigint not null,
  primary key (job, number)
);

-- "What was deleted since?"
create index deleted_position on deleted (position);
