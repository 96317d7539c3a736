
-- A Provenance names what may be hidden by itself: beside its source it is for who may see all that it names.
-- @provenance smallint, @source text, @references bigint[] keys of its reference parameters
and (s.type <> @provenance or s.source = @source or coalesce((
  select bool_and(