-- Rows s (of record.state) that the person themself may see: their own streams, less what they have not been told.
-- @patient text id of their own Patient, @hidden bigint[] labels
(
  s.author = 4
  or exists (
    select from record.membership own
    join record.membership m on m.person = own.person
    where own.patient = @patient and m.stream = s.stream
      and not exists (
        select from unnest(s.also) other (stream)
        where not exists (
          select from record.membership o where o.stream = other.stream and o.person = own.person)))
  and not s.labels && @hidden
)
