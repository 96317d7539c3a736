-- Streams that two Patients' streams were merged into; null where not. $1 stream bigint, $2 stream bigint
select s.merged, t.merged from record.membership s cross join record.membership t where s.stream = $1 and t.stream = $2
