s.position in (select x.position from {ix_string} x where x.parameter = @parameter and 
