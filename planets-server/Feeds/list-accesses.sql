-- $1 number after which, $2 how many. One task writes the journal, so numbers are committed in their order.
select a.number, a.at, own.patient, a.actor, a.organisation, a.role, a.client, a.purpose, a.interaction, a.type, a.outcome, a.count, a.decision
from record.access a
join record.membership own on own.stream = a.person
where a.number > $1
order by a.number
limit $2
