-- Resources that refer to matches by parameters of the site's own. @sources smallint[] (empty: any type), @parameters int[], @tokens bigint[]
-- one for each parameter
select s.position, e.id, e.version, e.stream, e.sequence, e.type, e.body
from {state} s
join log.event e on e.position = s.position
where s.position in (
  select x.position from unnest(@parameters, @tokens) as named (parameter, token)
  join search.value x on x.parameter = named.parameter and x.token = named.token)
and (cardinality(@sources) = 0 or s.type = any (@sources)) and 