 and s.stream in (
  select m.stream from record.membership p join record.membership m on m.person = p.person where p.patient = any (@patients))
