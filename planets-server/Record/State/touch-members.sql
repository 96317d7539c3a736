-- $1 streams bigint[], $2 positions of the newest event that merged one into each, or parted it, bigint[]
update membership m set merges_at = t.position from unnest($1, $2) as t (stream, position) where m.stream = t.stream
