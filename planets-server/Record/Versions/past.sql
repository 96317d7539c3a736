-- Versions that held once.
select s.position, s.last_updated as at, s.stream, s.type, s.id, s.version, false as is_deletion
from record.state_past s
where true
