-- Exports that have lines of a stream erased since end; who works on one notices at its next step. One that nobody adds to any more is
-- looked through once after an erasure. What is looked at is of one moment: a step that is committed meanwhile is looked at next time.
-- $1 hours that it is still told of them int
with looked as materialized (
  select j.id, j.state in ('done', 'failed') as is_whole, newest.position as newest,
    exists (
      select from record.bulk_streams h join log.erasure x on x.stream = any (h.streams)
      where h.job = j.id and x.position > greatest(j.position, j.looked)) as holds
  from record.bulk_job j
  cross join (select coalesce(max(position), 0) as position from log.erasure) newest
  where j.kind = 'export' and j.state in ('waiting', 'running', 'done', 'failed') and newest.position > greatest(j.position, j.looked)
)
update record.bulk_job j
set looked = case when k.is_whole then k.newest else j.looked end,
  state = case when k.holds then 'erased' else j.state end,
  expires = case when k.holds then coalesce(j.expires, now() + make_interval(hours => $1)) else j.expires end,
  lease_until = case when j.state = 'running' or not k.holds then j.lease_until end
from looked k
where j.id = k.id and (k.holds or k.is_whole) and j.state in ('waiting', 'running', 'done', 'failed')
