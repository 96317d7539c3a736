-- $1 ids of Patients text[]
select stream, person, source, patient from membership where patient = any ($1)
