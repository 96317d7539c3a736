-- Resources that have profiles, tags or labels. @type smallint or null for all, @present bigint[] keys of having such, @after bigint
with hits as materialized (
  select s.position
  from {state} s
  where s.tokens && @present and (@type::smallint is null or s.type = @type) and s.position > @after and 