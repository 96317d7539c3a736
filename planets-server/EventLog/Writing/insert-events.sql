-- The events of a group; the arrays are of one length.
-- $1 bigint[] position
-- $2 bigint[] stream
-- $3 timestamptz recorded time, of all
-- $4 timestamptz[] event time
-- $5 integer[] sequence
-- $6 integer[] version
-- $7 integer[] origin
-- $8 smallint[] kind
-- $9 text[] type
-- $10 text[] id
-- $11 bytea[] body
-- $12 bytea[] hash
insert into log.event
  (position, stream, recorded_time, event_time, sequence, version, origin, kind, type, id, body, hash)
select position, stream, $3, event_time, sequence, version, origin, kind, type, id, body, hash
from unnest($1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  as row (position, stream, event_time, sequence, version, origin, kind, type, id, body, hash)
