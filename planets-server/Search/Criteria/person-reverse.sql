s.stream in (
  select m.stream
  from {state} s
  join record.membership named on named.stream = s.stream
  join record.membership m on m.person = named.person
  where s.type = @source and (s.tokens @> @present) is true and 
