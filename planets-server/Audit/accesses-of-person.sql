a.person = any (array(
  select m.stream from record.membership own join record.membership m on m.person = own.person where own.patient = @own))
order by a.at desc, a.number desc limit @limit
