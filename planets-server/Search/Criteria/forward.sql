s.position in (
  select o.position from {state} o join {state} s on o.tokens @> array[s.self # @key]
  where s.type = @target and 
