(select min(x.lo) from {ix_date} x where x.position = s.position and x.parameter = any (@parameters))
