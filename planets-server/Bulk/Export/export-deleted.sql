-- What was deleted since and is not there again, as far as the reader could see its last version.
-- shared: @asof bigint; @after bigint, @since timestamptz, @types smallint[]
select d.position, d.type, d.id, s.position, d.stream
from record.deleted d
join record.state_past s on s.type = d.type and s.id = d.id and s.version = d.version - 1
where d.position > @after and d.position <= @asof and d.at >= @since and d.type = any (@types)
  and not exists (select from {state} n where n.type = d.type and n.id = d.id)
