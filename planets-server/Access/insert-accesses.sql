-- One row for each entry and person: those it names, asked for whatever came of it, and those whose entries it showed. One
-- without a person where there is none.
-- $1 times timestamptz[], $2 actors text[], $3 clients text[], $4 roles text[], $5 organisations text[], $6 purposes text[],
-- $7 interactions text[], $8 types text[], $9 outcomes text[], $10 decisions uuid[], $11 targets text[], $12 queries bytea[],
-- $13 entries of Patients named int[], $14 their ids text[], $15 entries of streams shown int[], $16 streams bigint[],
-- $17 how often int[]
insert into record.access (
  person, at, actor, client, role, organisation, purpose, interaction, type, outcome, count, decision, target, query, named)
select
  p.person, e.at, e.actor, e.client, e.role, e.organisation, e.purpose, e.interaction, e.type, e.outcome,
  coalesce(p.count, 0), e.decision, e.target, e.query, p.patient
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) with ordinality
  as e (at, actor, client, role, organisation, purpose, interaction, type, outcome, decision, target, query, entry)
left join (
  select entry, person, sum(count)::int as count, min(patient) as patient
  from (
    select n.entry, m.person, 0 as count, n.patient
    from unnest($13, $14) as n (entry, patient) join record.membership m on m.patient = n.patient
    union all
    select n.entry, m.person, n.count, null
    from unnest($15, $16, $17) as n (entry, stream, count) join record.membership m on m.stream = n.stream) named
  group by entry, person) p on p.entry = e.entry
order by e.entry, p.person
