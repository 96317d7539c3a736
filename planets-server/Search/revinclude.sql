-- Resources that refer to matches. @source smallint, @tokens bigint[], @limit int
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from (select * from {state} s where s.type = @source and s.tokens && @tokens limit @limit) s
join log.event e on e.position = s.position
where 
