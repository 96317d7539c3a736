-- All sources of the person, their own first, with how many entries of each they may see. @own_patient text
select m.source, m.patient, m.consent, m.stream = own.stream as is_own, (
  select count(*) from record.state s where s.stream = m.stream and 
