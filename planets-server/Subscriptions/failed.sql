-- $1 id, $2 holder uuid, $3 seconds to the next attempt double precision, $4 failures after which it is given up int,
-- $5 why text
update push.subscription set
  failures = failures + 1, due = now() + $3 * interval '1 second',
  status = case when failures + 1 >= $4 then 'error' else status end,
  error = case when failures + 1 >= $4 then $5 else error end
where id = $1 and holder = $2
