s.tokens && (select array_agg(named.self # @key) from (
  select unnest(@selves) as self
  union
  select tree.self from (with recursive tree (self, tokens, level) as (
    select s.self, s.tokens, 0 from {state} s where s.type = @target and s.id = any (@ids) and 