-- @person bigint, @streams bigint[], @after bigint, @outcomes text[]. What the model worked out itself (author 3) is no entry. An entry that
-- the person keeps from one of the outcomes is kept from all: there is one reading of the record.
select s.position, s.source, s.id, s.version, s.stream, e.sequence, e.type, e.body
from record.state s
join log.event e on e.position = s.position
where s.stream = any (@streams) and s.position > @after and s.author <> 3
  and not exists (
    select from unnest(@outcomes) outcome
    where not coalesce(
      (select r.permit
       from record.rule r
       where r.person = @person and r.actor = 'model:' || outcome and r.purpose = 'RISK'
         and (r.type is null or r.type = s.type)
         and (r.label is null or r.label = any (s.labels))
         and (r.code is null or r.code = any (s.tokens))
         and (r.source is null or r.source = s.source or r.source = 'person' and s.author = 2)
         and (r.self is null or r.self = s.self)
         and (r.period_lo is null or r.period_lo <= s.date_hi)
         and (r.period_hi is null or r.period_hi > s.date_lo)
         and (r.valid_lo is null or r.valid_lo <= now())
         and (r.valid_hi is null or r.valid_hi > now())
       order by r.specificity desc, r.permit
       limit 1),
      false))
  and 
