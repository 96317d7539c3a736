-- $1 erased streams bigint[]
with present as (delete from state where stream = any ($1)),
past as (delete from state_past where stream = any ($1)),
deletions as (delete from deleted where stream = any ($1)),
named as (
  update state set also = nullif((
    select coalesce(array_agg(other), '{}') from unnest(also) other where not other = any ($1)), '{}')
  where also && $1 and not stream = any ($1))
update state_past set also = nullif((
  select coalesce(array_agg(other), '{}') from unnest(also) other where not other = any ($1)), '{}')
where also && $1 and not stream = any ($1)
