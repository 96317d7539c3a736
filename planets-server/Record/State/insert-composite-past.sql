-- $1 positions bigint[], $2 parameters smallint[], $3 tokens of all rows, one after the other bigint[], $4 from, $5 to int[],
-- $6 lo, $7 hi float8[], $8 units, $9 bare units, $10 units in words bigint[], $11 canonical lo, $12 hi float8[], $13 canonical units
-- bigint[],
-- $14 next lo, $15 hi float8[], $16 dates lo, $17 hi timestamptz[], $18 texts text[], $19 keys of the exact texts bigint[]
insert into ix_composite_past (
  position, parameter, tokens, lo, hi, unit, bare_unit, words, canonical_lo, canonical_hi, canonical_unit,
  next_lo, next_hi, date_lo, date_hi, value, exact)
select
  r.position, r.parameter, ($3)[r.tokens_from : r.tokens_to], r.lo, r.hi, r.unit, r.bare_unit, r.words,
  r.canonical_lo, r.canonical_hi, r.canonical_unit, r.next_lo, r.next_hi, r.date_lo, r.date_hi, r.value, r.exact
from unnest($1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) as r (
  position, parameter, tokens_from, tokens_to, lo, hi, unit, bare_unit, words, canonical_lo, canonical_hi, canonical_unit,
  next_lo, next_hi, date_lo, date_hi, value, exact)
