-- $1 positions of the versions bigint[]
with retired as (delete from ix_date where position = any ($1) returning *)
insert into ix_date_past select * from retired
