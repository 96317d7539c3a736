select * from log.event x where x.position >= @end_position and x.origin = any (array(
  select o.origin from log.origin o where o.source = @organisation))
