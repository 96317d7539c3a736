-- Gives events the next numbers and moves the position, in one statement. Nothing where somebody else holds it by now.
-- $1 id, $2 holder uuid, $3 positions of the log bigint[], $4 position that was looked at up to, $5 numbers that are
-- kept bigint
with moved as (
  update push.subscription set position = $4, numbered = numbered + cardinality($3::bigint[])
  where id = $1 and holder = $2
  returning id, numbered
), forgotten as (
  delete from push.event e using moved m where e.subscription = m.id and e.number <= m.numbered - $5
), added as (
  insert into push.event (subscription, number, position, at)
  select m.id, m.numbered - cardinality($3::bigint[]) + n.place, n.position, e.recorded_time
  from moved m, unnest($3::bigint[]) with ordinality as n (position, place)
  join log.event e on e.position = n.position)
select count(*) from moved
