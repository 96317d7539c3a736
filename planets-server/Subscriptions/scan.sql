-- Versions in the order of the log, past ones too. @after bigint, @upto bigint
select v.position
from (
  select s.position, s.type, s.id from {state} s
  where s.position > @after and s.position <= @upto and 
