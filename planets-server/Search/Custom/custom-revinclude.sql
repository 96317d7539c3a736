-- Resources that refer to matches by parameters of the site's own. @sources smallint[] (empty: any type), @parameters int[], @tokens bigint[]
-- one for each parameter
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from (
  select distinct x.position from unnest(@parameters, @tokens) as named (parameter, token)
  join search.value x on x.parameter = named.parameter and x.token = named.token) x
cross join lateral (select f.* from {state} f where f.position = x.position offset 0) s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where (cardinality(@sources) = 0 or s.type = any (@sources)) and 