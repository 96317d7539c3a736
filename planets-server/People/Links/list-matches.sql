-- Patients of other sources that nobody linked and that carry the person's verified number and birth date. $1 id of the own Patient text
select m.patient, m.source, m.birth
from record.membership own
join record.membership m on m.insured = own.insured and m.birth = own.birth
where own.patient = $1 and m.person = m.stream and m.stream <> own.stream and not starts_with(m.source, 'phone/')
order by m.source, m.patient
