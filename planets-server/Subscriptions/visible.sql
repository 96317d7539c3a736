-- Versions with their bodies, as far as the reader may see them now. @positions bigint[]
select v.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from (
  select s.position, s.type, s.id from {state} s
  where s.position = any (@positions) and 
