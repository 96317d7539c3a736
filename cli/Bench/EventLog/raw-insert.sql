-- What the event log's own statement does, and nothing else of the log.
-- $1 bigint[] position
-- $2 bigint[] stream
-- $3 integer[] sequence
-- $4 text[] id
-- $5 bytea[] body
-- $6 bytea[] hash
insert into raw_event (position, stream, recorded_time, event_time, sequence, version, origin, kind, type, id, body, hash)
select position, stream, now(), now(), sequence, 1, 1, 1, 'Observation', id, body, hash
from unnest($1, $2, $3, $4, $5, $6) as row (position, stream, sequence, id, body, hash)
