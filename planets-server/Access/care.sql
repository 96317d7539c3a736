-- Rows s (of record.state) that an organisation that gives care may see.
-- @organisation text, @purpose text
(
  s.source = @organisation
  or s.author = 4
  or exists (
    select from record.membership m
    where m.stream = s.stream
      and coalesce(
        (select r.permit
         from record.rule r
         where r.person = m.person
           and (r.actor = @organisation or r.actor is null and exists (
             select from record.membership t where t.person = m.person and t.source = @organisation))
           and (r.purpose is null or r.purpose = @purpose)
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
        s.author = 1 and exists (
          select from record.membership t where t.person = m.person and t.source = @organisation))
      and not exists (
        select from unnest(s.also) other (stream)
        left join record.membership o on o.stream = other.stream
        where not exists (select from record.membership t where t.person = o.person and t.source = @organisation)))
)
