
from {state} s
where s.type = any (@types)
