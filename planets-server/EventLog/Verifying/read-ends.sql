-- The head, and the newest event that is there: one and the same, unless the log was cut or added to by hand.
select h.position, h.hash, h.streams, coalesce((select max(position) from log.event), 0) from log.head h
