-- $1 sources text[], $2 streams bigint[]
insert into directory (source, stream)
select * from unnest($1, $2)
