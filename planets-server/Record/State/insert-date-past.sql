-- $1 positions bigint[], $2 parameters smallint[], $3 from, $4 to timestamptz[]
insert into ix_date_past (position, parameter, lo, hi)
select * from unnest($1, $2, $3, $4)
