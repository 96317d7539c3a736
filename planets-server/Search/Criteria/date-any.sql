exists (select from {ix_date} x where x.position = s.position and x.parameter = @parameter and 
