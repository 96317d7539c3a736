
from {state} s
where s.type = @type
