s.self in (
  select x.token # @key from search.value x join {state} s on s.position = x.position
  where x.parameter = @custom and s.type = @source and 