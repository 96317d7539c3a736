s.stream in (
  select m.stream
  from (
    select s.stream from {state} s where s.type = @source and (s.tokens @> @present) is true and 