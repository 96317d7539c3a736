-- $1 positions bigint[], $2 latitudes, $3 longitudes float8[]
insert into ix_place_past (position, latitude, longitude)
select * from unnest($1, $2, $3)
