-- Streams whose key the key store gave up, but whose erasure this log does not have: it is an older backup.
-- $1 uuid[] erased key ids
select s.stream from log.stream s
where s.key_id = any ($1) and not exists (select from log.erasure x where x.stream = s.stream)
order by s.stream
