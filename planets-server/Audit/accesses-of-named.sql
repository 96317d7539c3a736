select * from record.access x
where x.person = any (array(
  select m.stream from record.membership named join record.membership m on m.person = named.person where named.patient = @patient))
  and coalesce(x.organisation, x.client) = @organisation
offset 0
