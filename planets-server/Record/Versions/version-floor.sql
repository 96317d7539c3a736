-- The newest version or deletion of a resource below a window of versions that ends before a version, or with the newest.
-- @type smallint, @id text, @before int or null, @window int
with floor as (
  select coalesce(@before, 1 + greatest(
    (select s.version from record.state s where s.type = @type and s.id = @id),
    (select max(d.version) from record.deleted d where d.type = @type and d.id = @id))) - 1 - @window as version)
select v.at, v.position, v.version
from floor f
cross join lateral (
  (select s.last_updated as at, s.position, s.version from record.state_past s
   where s.type = @type and s.id = @id and s.version <= f.version order by s.version desc limit 1)
  union all
  (select d.at, d.position, d.version from record.deleted d
   where d.type = @type and d.id = @id and d.version <= f.version order by d.version desc limit 1)) v
order by v.version desc
limit 1
