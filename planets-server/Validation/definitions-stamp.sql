-- @types smallint[] of what is about nobody
select count(*), coalesce(max(s.position), 0) from record.state s where s.author = 4 and s.type = any (@types)
