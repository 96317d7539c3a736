-- $1 streams bigint[], $2 the stream each is merged into, null where it is its own again bigint[], $3 positions of the merges bigint[]
update membership m set merged = j.into_stream, merged_at = j.position
from unnest($1, $2, $3) as j (stream, into_stream, position)
where m.stream = j.stream
