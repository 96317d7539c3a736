-- Rows of one group. Tokens, labels and named Patients of all rows lie one after the other; each row has its part from .. to.
-- $1 positions bigint[], $2 streams bigint[], $3 types smallint[], $4 ids text[], $5 versions int[], $6 selves bigint[],
-- $7 authors smallint[], $8 sources text[], $9 dates from, $10 dates to, $11 last updated timestamptz[],
-- $12 tokens bigint[], $13 from, $14 to int[], $15 labels bigint[], $16 from, $17 to int[],
-- $18 selves named bigint[], $19 from, $20 to int[], $21 ids of Patients named text[], $22 from, $23 to int[], $24 positions that
-- replaced the rows bigint[]
insert into state_past (
  position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also, until)
select
  r.position, r.stream, r.type, r.id, r.version, r.self, r.author, r.source, r.date_lo, r.date_hi, r.last_updated,
  ($12)[r.tokens_from : r.tokens_to],
  ($15)[r.labels_from : r.labels_to],
  ($18)[r.named_from : r.named_to],
  case when r.also_to >= r.also_from then (
    select array_agg(m.stream order by m.stream) from membership m
    where m.patient = any (($21)[r.also_from : r.also_to]) and m.stream <> r.stream and m.stream < r.position)
  end, r.until
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $13, $14, $16, $17, $19, $20, $22, $23, $24) as r (
  position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated,
  tokens_from, tokens_to, labels_from, labels_to, named_from, named_to, also_from, also_to, until)
