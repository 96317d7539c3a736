-- $1 erased streams bigint[]
with erased as materialized (
  select position from state where stream = any ($1)
  union all
  select position from state_past where stream = any ($1)),
strings as (delete from ix_string where position in (select position from erased)),
strings_past as (delete from ix_string_past where position in (select position from erased)),
dates as (delete from ix_date where position in (select position from erased)),
dates_past as (delete from ix_date_past where position in (select position from erased)),
quantities as (delete from ix_quantity where position in (select position from erased)),
quantities_past as (delete from ix_quantity_past where position in (select position from erased)),
composites as (delete from ix_composite where position in (select position from erased)),
composites_past as (delete from ix_composite_past where position in (select position from erased)),
places as (delete from ix_place where position in (select position from erased)),
places_past as (delete from ix_place_past where position in (select position from erased)),
codes as (delete from clinical where stream = any ($1))
delete from clinical_past where stream = any ($1)
