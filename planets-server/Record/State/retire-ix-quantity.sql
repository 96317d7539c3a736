-- $1 positions of the versions bigint[]
with retired as (delete from ix_quantity where position = any ($1) returning *)
insert into ix_quantity_past select * from retired
