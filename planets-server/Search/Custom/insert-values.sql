-- $1 parameter int, $2 positions bigint[], $3 tokens bigint[], $4 texts text[], $5 keys of the exact texts bigint[], $6 dates lo, $7 hi timestamptz[],
-- $8 values, $9 lo, $10 hi float8[], $11 units, $12 bare units, $13 units in words bigint[], $14 canonical lo, $15 hi float8[],
-- $16 canonical units bigint[]
insert into search.value (
  parameter, position, token, value, exact, date_lo, date_hi, number, lo, hi, unit, bare_unit, words, canonical_lo, canonical_hi, canonical_unit)
select $1, r.*
from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as r
