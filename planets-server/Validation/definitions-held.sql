-- @types smallint[], @package smallint, @packages text, @max int. Definitions that care-givers stored, and packages that an
-- administrator installed.
select s.position
from record.state s
where (s.type = any (@types) and s.author = 4) or (s.type = @package and s.source = @packages)
order by s.position
limit @max
