(
  select max(coalesce(x.canonical_value, x.value)) from {ix_quantity} x
  where x.position = s.position and x.parameter = any (@parameters))