-- Whether streams joined the person or left since a position (kinds 3 and 4 of log.event, or a merge of one that is linked), and the newest
-- position. $1 the person's own stream bigint, $2 position bigint
select exists (select from log.event e where e.stream = $1 and e.position > $2 and e.kind in (3, 4))
  or exists (select from record.membership m where m.person = $1 and m.merges_at > $2), (select position from log.head)
