-- Deletions that the reader may know of: where the version before is one that they may see. @type smallint, @id text, @version int or null for all
select d.stream, d.version, d.at, null::int, null::bytea
from record.deleted d
join record.state_past s on s.type = d.type and s.id = d.id and s.version = d.version - 1
where d.type = @type and d.id = @id and (@version::int is null or d.version = @version)
and 
