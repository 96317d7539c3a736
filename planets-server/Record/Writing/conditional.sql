-- @type smallint, @source text or null for any
select s.id from {state} s where s.type = @type and (@source::text is null or s.source = @source)
