-- The stream that a Patient founded.
-- $1 text id of the Patient
select stream from record.membership where patient = $1
