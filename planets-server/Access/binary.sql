
-- Beside its source a Binary is for who may see, now and with their scopes, what it says that it belongs to: a resource of the same source
-- that is there, and that is not decided by others itself. @binary smallint, @source text, @context bigint key of the reference,
-- @barred smallint[]
and (s.type <> @binary or s.source = @source or exists (
  select from (select s.tokens as about, s.source as writer) b cross join unnest(b.about) named (token)
  join record.state s on s.self = named.token # @context and s.source = b.writer and s.type <> all (@barred)
  where 