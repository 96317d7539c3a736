
), hits as materialized (
  select position
  from (
    select position from own
    where (cardinality(@types) = 0 or type = any (@types)) and last_updated >= @since
    union
    select s.position from {state} s
    where s.author = 4 and s.self = any (array(select distinct unnest(named) from own))
      and (cardinality(@types) = 0 or s.type = any (@types)) and s.last_updated >= @since and 