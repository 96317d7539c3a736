-- $1 positions bigint[], $2 parameters smallint[], $3 values text[], $4 keys of the exact values bigint[]
insert into ix_string (position, parameter, value, exact)
select * from unnest($1, $2, $3, $4)
