-- @type smallint, @id text
select s.stream, s.version, s.last_updated, e.sequence, e.body
from record.state s join log.event e on e.position = s.position
where s.type = @type and s.id = @id and 
