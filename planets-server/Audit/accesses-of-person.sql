select * from record.access x
where x.person = any (array(
  select m.stream from record.membership own join record.membership m on m.person = own.person where own.patient = @own))
offset 0
