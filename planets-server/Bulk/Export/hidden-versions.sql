-- Of versions those that the reader may not see at this moment, or that are no more. @versions bigint[] positions
select v.position
from unnest(@versions) v (position)
where not exists (select from {state} s where s.position = v.position and 