-- What the person may have seen at a position and sees no more: deleted since, or hidden since by a label.
-- @person_patient text, @types smallint[], @after bigint, @limit int
select distinct s.type, s.id
from record.membership named
join record.membership m on m.person = named.person
join record.state_past s on s.stream = m.stream
where named.patient = @person_patient and s.type = any (@types) and s.until > @after and s.position <= @after and 
