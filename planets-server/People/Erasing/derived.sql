-- Assessments of the model in other streams of the person. $1 stream that is erased bigint
select count(*)
from record.membership e
join record.membership m on m.person = e.person and m.stream <> e.stream
join record.state s on s.stream = m.stream and s.author = 3
where e.stream = $1
