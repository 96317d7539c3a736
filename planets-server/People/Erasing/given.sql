-- To whom entries of a person were given, how many and when last; not what they themselves saw. $1 a stream of the person bigint,
-- $2 rows at most int
select case when a.interaction in ('release', 'export') then a.interaction else 'read' end as how,
  coalesce(a.organisation, a.client) as holder, sum(a.count)::bigint, max(a.at)
from record.membership m
join record.access a on a.person = m.person
where m.stream = $1 and a.outcome = 'permitted' and a.count > 0 and a.role <> 'patient'
group by how, holder
order by how, holder
limit $2
