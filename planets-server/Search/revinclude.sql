-- Resources that refer to matches. @sources smallint[] (empty: any type), @tokens bigint[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from {state} s
join log.event e on e.position = s.position
where s.tokens && @tokens and (cardinality(@sources) = 0 or s.type = any (@sources)) and 