-- Streams that the files of an export have lines of, one row a step: an erasure ends the exports that hold what was erased.
create table bulk_streams (
  job uuid not null references bulk_job on delete cascade,
  streams bigint[] not null
);
create index bulk_streams_job on bulk_streams (job);
alter table bulk_job add column looked bigint not null default 0;  -- position of the newest erasure that its streams were compared with

-- Of exports from before this nothing says what their lines come of, so nobody can be kept from them: they have to be asked for again.
update bulk_job set state = 'erased', expires = coalesce(expires, now() + interval '1 hour')
where kind = 'export' and state in ('waiting', 'running', 'done', 'failed');
