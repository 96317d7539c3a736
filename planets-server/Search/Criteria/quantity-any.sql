s.position in (select x.position from {ix_quantity} x where x.parameter = @parameter and 
