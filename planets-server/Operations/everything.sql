-- The streams of the person whose Patient is named. @patient_named text
with own as materialized (
  select s.position, s.type, s.last_updated, s.named
  from (
    select m.stream
    from record.membership named
    join record.membership m on m.person = named.person
    where named.patient = @patient_named) p