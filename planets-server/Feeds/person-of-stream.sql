-- $1 stream; id of the own Patient of the person whose it is, where they have an account
select own.patient
from record.membership m
join record.membership own on own.stream = m.person
where m.stream = $1 and starts_with(own.source, 'phone/')
