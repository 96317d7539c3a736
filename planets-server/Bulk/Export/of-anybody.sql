 and exists (select from record.membership m where m.stream = s.stream)
