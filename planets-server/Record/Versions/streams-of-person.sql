-- Streams of the person whose own Patient this is. @patient text
select m.stream
from record.membership own join record.membership m on m.person = own.person
where own.patient = @patient
