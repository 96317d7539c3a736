-- Deletions that the reader may know of: where the version before is one that they may see.
select d.position, d.at, d.stream, d.type, d.id, d.version, true as is_deletion
from record.deleted d
join record.state_past s on s.type = d.type and s.id = d.id and s.version = d.version - 1
where true
