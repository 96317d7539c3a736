-- $1 stream bigint[], $2 metric smallint or null, $3 from int or null, $4 to int or null (days, both included), $5 after bigint
select stream, metric, day, connection, n, min, max, mean, sum, covered_ms, reaches_over, position
from record.series_day
where stream = any($1) and n > 0 and position > $5
  and ($2::smallint is null or metric = $2) and ($3::int is null or day >= $3) and ($4::int is null or day <= $4)
order by metric, day, stream, connection
