exists (
  select from (select s.tokens, s.stream from {state} s where s.type = @source and 
