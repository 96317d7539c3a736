  select p.self # @key
  from record.membership named
  join record.membership m on m.person = named.person
  join {state} p on p.type = @patient and p.id = m.patient
  where named.patient = any (@patients)