s.position in (
  select x.position from search.value x join {state} s on x.token = s.self # @key
  where x.parameter = @custom and s.type = @target and 