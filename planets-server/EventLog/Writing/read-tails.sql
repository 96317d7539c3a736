-- Where streams stand: the last sequence, the key, whether erased.
-- $1 bigint[] stream
select s.stream, s.key_id, x.stream is not null,
  (select e.sequence from log.event e where e.stream = s.stream order by e.sequence desc limit 1)
from log.stream s left join log.erasure x on x.stream = s.stream
where s.stream = any ($1)
