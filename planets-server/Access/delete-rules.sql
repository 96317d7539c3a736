-- $1 Consents text[], $2 stream each is in bigint[]
delete from rule r using unnest($1, $2) as c (consent, stream)
where r.consent = c.consent and r.stream = c.stream
