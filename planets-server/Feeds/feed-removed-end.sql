
  group by s.type, s.id)
select gone.type, gone.id, gone.until
from gone
where not exists (
  select from record.state s
  where s.type = gone.type and s.id = gone.id and 
