-- $1 types smallint[], $2 ids text[], $3 versions int[], $4 positions bigint[], $5 streams bigint[], $6 sources text[], $7 times
-- timestamptz[]
insert into deleted (type, id, version, position, stream, source, at)
select * from unnest($1, $2, $3, $4, $5, $6, $7)
