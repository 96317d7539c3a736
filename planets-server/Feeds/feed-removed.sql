-- @streams bigint[], @after bigint. What held then and holds no more, or holds in a version that the reader may not see.
select gone.type, gone.id, max(gone.until) until
from (
  select p.type, p.id, p.until from record.state_past p where p.stream = any (@streams) and p.until > @after and p.position <= @after
  union all
  select d.type, d.id, d.position from record.deleted d where d.stream = any (@streams) and d.position > @after) gone
where not exists (
  select from record.state s
  where s.type = gone.type and s.id = gone.id and 
