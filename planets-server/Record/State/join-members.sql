-- $1 streams bigint[], $2 the person each is of from now on bigint[], $3 the Consents that say so text[]
update membership m set person = j.person, consent = j.consent
from unnest($1, $2, $3) as j (stream, person, consent)
where m.stream = j.stream
