s.self = any (array(
  select m.self from (
  select s.tokens from {state} s where s.type = @list and s.id = any (@ids) and 