 offset 0) found
  cross join lateral (
    select m.stream
    from record.membership named join record.membership m on m.person = named.person
    where named.stream = found.stream offset 0) m
