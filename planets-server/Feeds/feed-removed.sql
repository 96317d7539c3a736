-- @streams bigint[], @after bigint. What the reader could see and sees no more: it was deleted, or holds in a version that they may
-- not see. What they never could see comes and goes without a line.
with gone as (
  select s.type, s.id, max(s.until) until
  from record.state_past s
  where s.stream = any (@streams) and s.until > @after and s.author <> 3 and 
