-- Rows of the person whose Patient is named: the Patients and entries of all linked streams, and what is about nobody that these name.
-- @patient_named text, @own_types smallint[] (empty: all); shared: @after bigint, @types smallint[] (empty: all), @since timestamptz, @limit int
with own as materialized (
  select s.position, s.type, s.last_updated, s.named
  from record.membership p
  join record.membership m on m.person = p.person
  join {state} s on s.stream = m.stream
  where p.patient = @patient_named and (cardinality(@own_types) = 0 or s.type = any (@own_types)) and 