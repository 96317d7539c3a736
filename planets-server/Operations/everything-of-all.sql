-- Rows of everybody and of what is about nobody.
-- shared: @after bigint, @types smallint[] (empty: all), @since timestamptz, @limit int
with hits as materialized (
  select s.position
  from {state} s
  where s.position > @after and (cardinality(@types) = 0 or s.type = any (@types)) and s.last_updated >= @since and 