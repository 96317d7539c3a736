-- Resources that refer to matches. @sources smallint[] (empty: any type), @tokens bigint[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from {state} s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where s.tokens && @tokens and (cardinality(@sources) = 0 or s.type = any (@sources)) and 