-- @person bigint, @types smallint[]
select s.stream, s.id, e.sequence, e.type, e.body
from record.membership of_person
join record.state s on s.stream = of_person.stream
join log.event e on e.position = s.position
where of_person.person = @person and s.type = any (@types) and 
