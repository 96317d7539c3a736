
from {clinical} c join {state} s on s.position = c.position
where s.type = @type and c.code = @code and c.stream = s.stream
