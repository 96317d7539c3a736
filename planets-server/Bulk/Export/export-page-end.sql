
  order by s.last_updated, s.position limit @limit) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
order by s.last_updated, s.position
