-- $1 parameter int, $2 tokens of all rows bigint[], $3 positions bigint[], $4 first, $5 last place of each among the tokens int[]
insert into search.words (parameter, position, tokens)
select $1, r.position, ($2::bigint[])[r.first:r.last]
from unnest($3, $4, $5) as r (position, first, last)
