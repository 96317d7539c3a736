-- $1 id, $2 from number, $3 to number, $4 from position of the log, $5 at most int
select number, position, at from push.event
where subscription = $1 and number >= $2 and number <= $3 and position >= $4
order by number limit $5
