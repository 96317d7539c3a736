-- One row for each entry and person: those it names, asked for whatever came of it, and those whose entries it showed.
-- $1 times timestamptz[], $2 actors text[], $3 clients text[], $4 roles text[], $5 organisations text[], $6 purposes text[],
-- $7 interactions text[], $8 types text[], $9 outcomes text[], $10 decisions uuid[],
-- $11 entries of Patients named int[], $12 their ids text[], $13 entries of streams shown int[], $14 streams bigint[], $15 how often int[]
insert into record.access (person, at, actor, client, role, organisation, purpose, interaction, type, outcome, count, decision)
select p.person, e.at, e.actor, e.client, e.role, e.organisation, e.purpose, e.interaction, e.type, e.outcome, p.count, e.decision
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality
  as e (at, actor, client, role, organisation, purpose, interaction, type, outcome, decision, entry)
join (
  select entry, person, sum(count)::int as count
  from (
    select n.entry, m.person, 0 as count
    from unnest($11, $12) as n (entry, patient) join record.membership m on m.patient = n.patient
    union all
    select n.entry, m.person, n.count
    from unnest($13, $14, $15) as n (entry, stream, count) join record.membership m on m.stream = n.stream) named
  group by entry, person) p on p.entry = e.entry
order by e.entry, p.person
