
-- Neither of what they have not been told.
and exists (
  select from {state} s
  where (e.kind = 1 and s.position = e.position or e.kind = 2 and s.position = (
    select max(p.position) from record.state_past p join record.deleted d on d.type = p.type and d.id = p.id
    where d.position = e.position and p.version = d.version - 1))
  and  