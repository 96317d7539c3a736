-- @type smallint of SearchParameter, @packaged names text[] of those that packages bring: drops the index of every other one whose version no
-- longer holds, and its position in the log; those of texts, whose names begin with a line below, stay
with gone as (
  delete from search.parameter p
  where p.name <> all (@packaged) and left(p.name, 1) <> '_'
    and not exists (select from record.state s where s.type = @type and s.id || '@' || s.version = p.name)
  returning p.name)
delete from search.subscription where consumer in (select name from gone)
