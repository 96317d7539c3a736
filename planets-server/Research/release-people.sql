-- $1 study; people who joined it, with the ids of all their Patients, the own one first
select m.person, array_agg(m.patient order by m.stream <> m.person, m.stream)
from record.membership m
where m.person in (
  select r.person from record.rule r
  where r.actor = $1 and r.purpose = 'HRESCH' and r.permit
    and (r.valid_lo is null or r.valid_lo <= now()) and (r.valid_hi is null or r.valid_hi > now()))
group by m.person
order by m.person
