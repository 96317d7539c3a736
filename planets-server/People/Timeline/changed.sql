-- Versions that the person may see and that are newer than a position, the newest clinical date first.
-- @person_patient text, @types smallint[], @after bigint, @limit int
with hits as materialized (
  select s.position, s.date_lo, s.date_hi, s.source
  from record.membership named
  join record.membership m on m.person = named.person
  join record.state s on s.stream = m.stream
  where named.patient = @person_patient and s.type = any (@types) and s.position > @after and 
