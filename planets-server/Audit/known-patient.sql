(-- Under the organisation's own name for the person: which other Patients are the same person is not for it to learn here.
select x.patient from record.membership p join record.membership x on x.person = p.person
where p.stream = a.person and x.source = @organisation order by x.stream limit 1)
