-- $1 positions of the versions bigint[]
with retired as (delete from ix_composite where position = any ($1) returning *)
insert into ix_composite_past select * from retired
