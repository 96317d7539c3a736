-- Streams that a Consent names, and those that it joined before.
-- $1 the person's own stream bigint, $2 ids of Patients named text[], $3 Consent text
select
  m.stream, m.person, m.patient, m.consent,
  m.insured = own.insured and m.birth = own.birth and m.person in (m.stream, own.stream) and m.stream <> own.stream as is_ours
from membership own
join membership m on m.patient = any ($2) or m.consent = $3 and m.person = own.stream
where own.stream = $1
