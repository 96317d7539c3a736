-- @type smallint of SearchParameter: drops the index of every version that no longer holds, and its position in the log
with gone as (
  delete from search.parameter p
  where not exists (select from record.state s where s.type = @type and s.id || '@' || s.version = p.name)
  returning p.name)
delete from search.subscription where consumer in (select name from gone)
