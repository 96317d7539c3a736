
  order by s.last_updated, s.position limit @limit) s
join log.event e on e.position = s.position
order by s.last_updated, s.position
