-- $1 positions bigint[], $2 streams bigint[], $3 codes bigint[], $4 dates timestamptz[], $5 values float8[]
insert into clinical_past (position, stream, code, date, value)
select * from unnest($1, $2, $3, $4, $5)
