-- @type smallint, @id text
select s.stream, s.version, s.last_updated, e.sequence, e.body
from (
  select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
  from record.state where type = @type and id = @id
  union all
  select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
  from record.state_past where type = @type and id = @id) s
join log.event e on e.position = s.position
where 
