
  select distinct m.stream
  from (
    select s.stream from {state} s where s.type = @patient and 