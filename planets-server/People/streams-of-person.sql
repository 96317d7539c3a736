-- The streams of the person. $1 id of their own Patient text
select m.stream, m.source, m.patient
from record.membership own
join record.membership m on m.person = own.person
where own.patient = $1
order by m.source, m.patient
