(select min(x.value) from {ix_string} x where x.position = s.position and x.parameter = any (@parameters))
