-- @type smallint: changes whenever a SearchParameter is stored or deleted, since positions only grow
select count(*), coalesce(max(s.position), 0) from record.state s where s.type = @type
