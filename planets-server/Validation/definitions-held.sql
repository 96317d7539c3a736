-- Definitions that care-givers stored, and packages that an administrator installed. Fenced: with the limit in sight a
-- plan walks the whole record in the order of positions.
-- @types smallint[], @package smallint, @packages text, @max int
with held as materialized (
  select s.position
  from record.state s
  where s.author = 4 and (s.type = any (@types) or s.type = @package and s.source = @packages))
select position from held order by position limit @max
