(
-- Rules r of a person that may be about a row s of record.state. Those about codes are looked up by the row's, one at a time (fenced): there may
-- be hundreds, and a join would read them all for each row.
select r.* from record.rule r where r.person = {person} and r.code is null
union all
select r.* from unnest(s.labels) token
cross join lateral (select c.* from record.rule c where c.person = {person} and c.code = token offset 0) r
where exists (select from record.rule coded where coded.person = {person} and coded.code is not null)) r