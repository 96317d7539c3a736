-- The key of each stream, whether it was erased, and whether that was finished.
select s.stream, s.key_id, x.position is not null, c.stream is not null
from log.stream s
left join log.erasure x on x.stream = s.stream
left join log.certificate c on c.stream = s.stream
