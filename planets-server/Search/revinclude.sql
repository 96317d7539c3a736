-- Resources that refer to matches, by the index of tokens (fenced). @sources smallint[] (empty: any type), @tokens bigint[]
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from (select f.* from {state} f where f.tokens && @tokens offset 0) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where (cardinality(@sources) = 0 or s.type = any (@sources)) and 