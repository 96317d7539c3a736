-- @type smallint, @source text or null for any, @replaced ids that the group or the unit writes anew text[]
select s.id from {state} s where s.type = @type and (@source::text is null or s.source = @source) and s.id <> all (@replaced)
