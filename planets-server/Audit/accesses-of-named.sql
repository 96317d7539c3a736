select * from record.access x
where x.person = any (array(
  select m.stream from record.membership named join record.membership m on m.person = named.person where named.patient = @patient))
  and coalesce(x.organisation, x.client) = @organisation
  -- Under the organisation's own name for the person all that it may know to be about them; under another's what was asked under it.
  and (x.named = @patient or (x.outcome <> 'hidden' or x.named is null or exists (
      select from record.membership asked where asked.patient = x.named and asked.source = @organisation))
    and exists (select from record.membership own where own.patient = @patient and own.source = @organisation))
offset 0
