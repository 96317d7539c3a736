-- A merged stream is of the person that the one it was merged into is of, unless a Consent says of itself whose it is. One that was merged into
-- what is erased since stands for itself.
-- $1 streams that were linked, merged or parted bigint[], $2 erased streams bigint[]
with recursive touched (stream) as (
  select unnest($1)
  union select stream from membership where merged = any ($2)
  union select stream from membership where cardinality($2) > 0 and merged is not null and consent is null and person = stream
), up (stream, above) as (
  select m.stream, case when m.consent is null then m.merged end from touched join membership m using (stream)
  union
  select a.stream, case when a.consent is null then a.merged end from up join membership a on a.stream = up.above
), down (stream, person) as (
  select m.stream, case when m.consent is null then m.stream else m.person end
  from up join membership m on m.stream = up.stream
  where not exists (select from membership a where a.stream = up.above)
  union
  select c.stream, d.person from down d join membership c on c.merged = d.stream and c.consent is null
)
update membership m set person = d.person from down d where m.stream = d.stream and m.person <> d.person
