-- All rows of the person whose Patient is named, in order of position: the Patients and entries of all linked streams, and what is about nobody
-- that these name. @patient_named text, @after bigint, @types smallint[] (empty: all), @since timestamptz
with own as materialized (
  select s.position, s.named
  from record.membership p
  join record.membership m on m.person = p.person
  join {state} s on s.stream = m.stream
  where p.patient = @patient_named and (cardinality(@types) = 0 or s.type = any (@types)) and s.last_updated >= @since and 
