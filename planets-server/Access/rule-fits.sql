(
-- Whether a rule r is about a row s of record.state, and in force.
(r.type is null or r.type = s.type)
and (r.label is null or r.label = any (s.labels))
and (r.source is null or r.source = s.source or r.source = 'person' and s.author = 2)
and (r.self is null or r.self = s.self)
and (r.period_lo is null or r.period_lo <= s.date_hi)
and (r.period_hi is null or r.period_hi > s.date_lo)
and (r.valid_lo is null or r.valid_lo <= now())
and (r.valid_hi is null or r.valid_hi > now()))