-- @person bigint, @streams bigint[], @after bigint, @outcomes text[]. What the model worked out itself (author 3) is no entry, nor are the
-- bytes of a Binary. An entry that
-- the person keeps from one of the outcomes is kept from all: there is one reading of the record.
select s.position, s.source, s.id, s.version, s.stream, e.sequence, e.type, e.body
from record.state s
cross join lateral (select f.* from log.event f where f.position = s.position offset 0) e
where s.stream = any (@streams) and s.position > @after and s.author <> 3 and e.type <> 'Binary'
  and not exists (
    select from unnest(@outcomes) outcome
    where not coalesce(
      (select r.permit
       from {rules}
       where r.actor = 'model:' || outcome and r.purpose = 'RISK'
         and {fits}
       order by r.specificity desc, r.permit
       limit 1),
      false))
  and 
