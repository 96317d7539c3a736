select * from log.event x
where x.stream = any (array(
  select m.stream from record.membership named join record.membership m on m.person = named.person
  where named.patient = @patient and named.source = @organisation))
  and x.origin = any (array(select o.origin from log.origin o where o.source = @organisation))
offset 0
