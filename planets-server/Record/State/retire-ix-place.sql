-- $1 positions of the versions bigint[]
with retired as (delete from ix_place where position = any ($1) returning *)
insert into ix_place_past select * from retired
