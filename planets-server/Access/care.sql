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
         from {rules}
         where (r.actor = @organisation or r.actor is null and exists (
             select from record.membership t where t.person = m.person and t.source = @organisation))
           and (r.purpose is null or r.purpose = @purpose)
           and {fits}
         order by r.specificity desc, r.permit
         limit 1),
        s.author = 1 and exists (
          select from record.membership t where t.person = m.person and t.source = @organisation))
      and (s.also is null or not exists (
        select from unnest(s.also) other (stream)
        left join record.membership o on o.stream = other.stream
        where not exists (select from record.membership t where t.person = o.person and t.source = @organisation))))
)
