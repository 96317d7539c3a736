
  and not exists (select from record.state n where n.type = s.type and n.id = s.id and not n.labels && @hidden)
order by s.type, s.id
limit @limit
