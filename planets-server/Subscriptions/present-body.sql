) v
join log.event e on e.position = v.position
where exists (
  select from record.state s
  where s.type = v.type and s.id = v.id and 
