-- shared: @asof bigint
select distinct unnest(s.named) from {state} s where cardinality(s.named) > 0
