-- $1 positions of the versions bigint[]
with retired as (delete from clinical where position = any ($1) returning *)
insert into clinical_past select * from retired
