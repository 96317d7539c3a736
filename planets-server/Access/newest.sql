
-- Of a version that holds no longer the newest has to be one that the reader may see as well, be it that it holds or was the last before a
-- deletion. What is about nobody or of the reader's own organisation they see in all versions. @organisation text or null
and (s.author = 4 or s.source = @organisation or exists (select from record.state n where n.position = s.position) or exists (
  select from (select s.type as of_type, s.id as of_id) o
  cross join lateral (
    (select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
     from record.state f where f.type = o.of_type and f.id = o.of_id)
    union all
    (select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
     from record.state_past f where f.type = o.of_type and f.id = o.of_id order by f.version desc limit 1)
    order by version desc limit 1) s
  where 