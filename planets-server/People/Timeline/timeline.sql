-- Entries of all the person's streams, newest clinical date first: of each stream and type its first rows in order of an index, together a
-- few pages at most. @person_patient text, @types smallint[], @sources text[] (empty: all), @date_from, @date_to timestamptz, @limit int
with hits as materialized (
  select s.position, s.date_lo, s.date_hi, s.source
  from record.membership named
  join record.membership m on m.person = named.person
  cross join unnest(@types) t (type)
  cross join lateral (
