-- A person of one stream, until it is linked.
-- $1 streams bigint[], $2 sources text[], $3 ids of their Patients text[]
insert into membership (stream, person, source, patient)
select stream, stream, source, patient from unnest($1, $2, $3) as m (stream, source, patient)
