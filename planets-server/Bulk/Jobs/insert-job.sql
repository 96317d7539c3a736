-- A new job at the log's head, unless there are too many already.
-- $1 id uuid, $2 kind text, $3 requester text, $4 sealed request bytea, $5 state text, $6 jobs of a requester at most bigint,
-- $7 jobs at most bigint
insert into record.bulk_job (id, kind, requester, request, position, transaction_time, state, progress, attempt, failures, created)
select $1, $2, $3, $4, h.position, coalesce((select e.recorded_time from log.event e where e.position = h.position), now()),
  $5, '{}', 0, 0, now()
from log.head h
where (select count(*) from record.bulk_job where requester = $3 and state in ('receiving', 'waiting', 'running')) < $6
  and (select count(*) from record.bulk_job where state in ('receiving', 'waiting', 'running')) < $7
