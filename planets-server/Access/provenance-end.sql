)
  from (select s.tokens as about) p cross join unnest(p.about) named (token) cross join unnest(@references) reference (parameter)
  join record.state s on s.self = named.token # reference.parameter), false))
