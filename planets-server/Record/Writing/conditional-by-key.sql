-- The same where a criterion names keys. The type is compared so that no index has it: a plan that was made while the table was small would
-- else go through all rows of the type for each of a Bundle's conditions.
-- @type smallint, @source text or null for any, @replaced ids that the group or the unit writes anew text[]
select s.id from {state} s where s.type + 0 = @type and (@source::text is null or s.source = @source) and s.id <> all (@replaced)