)
from record.membership own
join record.membership m on m.person = own.person
where own.patient = @own_patient
order by is_own desc, m.source, m.patient
