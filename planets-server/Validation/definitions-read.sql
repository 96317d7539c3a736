-- @positions bigint[]
select s.position, s.id, s.version, s.stream, e.sequence, e.type, e.body
from record.state s join log.event e on e.position = s.position
where s.position = any (@positions)
