-- The newest Provenance about each of some resources. shared: @asof bigint; @tokens bigint[] references to them, @provenance smallint
select named.token, newest.position
from unnest(@tokens) named (token)
cross join lateral (
  -- No column of an index: by one, all positions would be walked from the last.
  select max(s.position + 0) as position
  from {state} s
  where s.type = @provenance and s.tokens @> array[named.token]
