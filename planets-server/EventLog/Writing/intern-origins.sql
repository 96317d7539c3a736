-- Numbers of origins, made where missing. One that another node makes at the same moment is left out: ask again.
-- $1 text[] agent
-- $2 text[] client
-- $3 text[] source
-- $4 text[] purpose
with given as (
  select * from unnest($1, $2, $3, $4) as given (agent, client, source, purpose)
), made as (
  insert into log.origin (agent, client, source, purpose)
  select agent, client, source, purpose from given
  on conflict on constraint origin_texts do nothing
  returning origin, agent, client, source, purpose
)
select origin, agent, client, source, purpose from made
union all
select o.origin, o.agent, o.client, o.source, o.purpose
from log.origin o join given g
  on (o.agent, o.client, o.source, o.purpose) = (g.agent, g.client, g.source, g.purpose)
