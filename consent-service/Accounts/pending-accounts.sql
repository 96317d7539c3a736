-- Patients whose own Patient is still to be made, those who waited longest first.
-- $1 limit int
select id from consent.account where role = 'patient' and patient is null and not disabled order by created_at limit $1
