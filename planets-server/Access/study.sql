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
         from {rules}
         where (r.actor = @study or r.actor is null and not r.permit)
           and (r.purpose = 'HRESCH' or r.purpose is null and not r.permit)
           and {fits}
         order by r.specificity desc, r.permit
         limit 1),
        false)
      and not exists (
        select from unnest(s.also) other (stream)
        where not exists (
          select from record.membership o where o.stream = other.stream and o.person = m.person)))
  and not s.labels && @hidden
)
