  select m.stream from record.membership named join record.membership m on m.person = named.person
  where named.patient = any (@patients)