(-- Under the organisation's own name for the person: which other Patients are the same person is not for it to learn here. Who was shown
-- nothing learns no name but the one that they asked under.
select x.patient from record.membership p join record.membership x on x.person = p.person
where p.stream = a.person and x.source = @organisation and (a.outcome <> 'hidden' or a.named is null or a.named = x.patient)
order by x.stream limit 1)
