-- $1 stream bigint, $2 metric smallint, $3 day int, $4 connection text, $5 n int, $6 min float8, $7 max float8, $8 mean float8,
-- $9 sum float8, $10 covered_ms bigint, $11 reaches_over boolean, $12 position bigint
insert into series_day (stream, metric, day, connection, n, min, max, mean, sum, covered_ms, reaches_over, position)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (stream, metric, day, connection) do update set
  n = excluded.n, min = excluded.min, max = excluded.max, mean = excluded.mean, sum = excluded.sum,
  covered_ms = excluded.covered_ms, reaches_over = excluded.reaches_over, position = excluded.position
