-- The streams of the person whose Patient is named.
with own as materialized (
  select s.position, s.type, s.last_updated, s.named
  from (
