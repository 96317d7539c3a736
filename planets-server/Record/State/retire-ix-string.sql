-- $1 positions of the versions bigint[]
with retired as (delete from ix_string where position = any ($1) returning *)
insert into ix_string_past select * from retired
