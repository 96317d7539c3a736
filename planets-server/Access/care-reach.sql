
-- Whether what care-givers wrote in stream p is open to the organisation as a whole: it treats the person, who laid down nothing about it.
-- Fenced: asked once a stream, not once a row. @organisation text, @purpose text
cross join lateral (
  select exists (
    select from record.membership m
    where m.stream = p.stream
      and exists (select from record.membership t where t.person = m.person and t.source = @organisation)
      and not exists (
        select from record.rule r
        where r.person = m.person and (r.actor = @organisation or r.actor is null) and (r.purpose = @purpose or r.purpose is null))) as is_open
  offset 0) reach