-- $1 id of the own Patient. The person, their streams, the newest position, the outcomes whose switch is on, and the rules that leave entries
-- out. For each outcome the rule of the highest specificity decides, at equal specificity a refusal (Access/care.sql decides alike).
with own as (
  select m.person from record.membership m where m.patient = $1 and starts_with(m.source, 'phone/')),
rules as (
  select r.*, num_nulls(r.type, r.label, r.code, r.source, r.self, r.period_lo, r.period_hi) = 7 as is_switch
  from own
  join record.rule r on r.person = own.person
  where r.purpose = 'RISK' and starts_with(r.actor, 'model:')
    and (r.valid_lo is null or r.valid_lo <= now()) and (r.valid_hi is null or r.valid_hi > now()))
select
  own.person,
  array(select m.stream from record.membership m where m.person = own.person order by m.stream) streams,
  (select coalesce(max(e.position), 0) from log.event e) head,
  array(
    select switched.outcome
    from (
      select distinct on (r.actor) substr(r.actor, length('model:') + 1) outcome, r.permit
      from rules r
      where r.is_switch
      order by r.actor, r.specificity desc, r.permit) switched
    where switched.permit
    order by switched.outcome) outcomes,
  array(select distinct r.position from rules r where not r.is_switch order by r.position) exceptions
from own
