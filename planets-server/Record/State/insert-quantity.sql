-- $1 positions bigint[], $2 parameters smallint[], $3 values, $4 from, $5 to float8[], $6 units, $7 bare units, $8 units in words bigint[],
-- $9 canonical values, $10 from, $11 to float8[], $12 canonical units bigint[]
insert into ix_quantity (
  position, parameter, value, lo, hi, unit, bare_unit, words, canonical_value, canonical_lo, canonical_hi, canonical_unit)
select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
