-- Those of people with an account, among the next of the journal, and the last that was looked at, without a patient where it is none of
-- those. One task writes the journal, so numbers are committed in their order.
-- $1 number after which, $2 how many are looked at, $3 how the sources of phones begin
select a.number, a.at, own.patient, a.actor, a.organisation, a.role, a.client, a.purpose, a.interaction, a.type, a.outcome, a.count, a.decision
from (
  select next.*, max(next.number) over () as last
  from (select * from record.access where number > $1 order by number limit $2) next) a
left join record.membership own on own.stream = a.person and starts_with(own.source, $3)
where own.patient is not null or a.number = a.last
order by a.number
