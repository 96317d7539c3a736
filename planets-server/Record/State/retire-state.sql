-- $1 positions of the versions bigint[], $2 positions that replaced them bigint[]
with retired as (
  delete from state s using unnest($1, $2) as r (position, until)
  where s.position = r.position
  returning s.*, r.until)
insert into state_past select * from retired
