e.origin = any (array(select x.origin from log.origin x where x.source = @organisation))
order by e.position desc limit @limit
