-- Rows s (of record.state) that a study may use: those of people who joined it, less what they refused to it or to everyone, and less what
-- they have not been told, which no export holds. Where nothing decides, nothing is given.
-- @study text, @hidden bigint[] labels
(
  s.author in (1, 2)
  and exists (
    select from record.membership m
    where m.stream = s.stream
      and coalesce(
        (select r.permit
         from record.rule r
         where r.person = m.person
           and (r.actor = @study or r.actor is null and not r.permit)
           and (r.purpose = 'HRESCH' or r.purpose is null and not r.permit)
           and (r.type is null or r.type = s.type)
           and (r.label is null or r.label = any (s.labels))
           and (r.code is null or r.code = any (s.tokens))
           and (r.source is null or r.source = s.source or r.source = 'person' and s.author = 2)
           and (r.self is null or r.self = s.self)
           and (r.period_lo is null or r.period_lo <= s.date_hi)
           and (r.period_hi is null or r.period_hi > s.date_lo)
           and (r.valid_lo is null or r.valid_lo <= now())
           and (r.valid_hi is null or r.valid_hi > now())
         order by r.specificity desc, r.permit
         limit 1),
        false)
      and not exists (
        select from unnest(s.also) other (stream)
        where not exists (
          select from record.membership o where o.stream = other.stream and o.person = m.person)))
  and not s.labels && @hidden
)
