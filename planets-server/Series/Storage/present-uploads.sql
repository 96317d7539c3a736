-- The uploads that had the keys asked for.
-- $1 stream bigint[], $2 key text[]: one upload each, element by element
select known.stream, known.key, known.digest, known.position
from unnest($1, $2) as asked (stream, key)
join series_upload as known using (stream, key)
