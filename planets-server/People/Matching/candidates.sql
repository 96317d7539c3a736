-- Patients that agree with somebody in any of some keys; those that agree in most come first. The condition of the reader follows.
-- @patient smallint, @tokens bigint[] identifiers and contacts, @insured bigint[], @births timestamptz[] first moments of days,
-- @parts text[] of names, in either order, @wholes text[] names, @birth, @family, @given, @name smallint parameters
with agreeing as materialized (
  select a.position, count(*) as keys
  from (
    select t.position from record.state t where t.tokens && @tokens
    union all
    select i.position
    from record.membership m
    cross join lateral (select f.position from record.state f where f.type = @patient and f.id = m.patient offset 0) i
    where m.insured = any (@insured)
    union all
    select d.position from record.ix_date d where d.parameter = @birth and d.lo = any (@births)
    union all
    select f.position from record.ix_string f
    where f.parameter = @family and f.value = any (@parts)
      and exists (select from record.ix_string g where g.position = f.position and g.parameter = @given and g.value = any (@parts))
    union all
    select w.position from record.ix_string w where w.parameter = @name and w.value = any (@wholes)) a
  group by a.position),
hits as (
  select s.position, a.keys
  from agreeing a
  cross join lateral (select f.* from record.state f where f.position = a.position offset 0) s
  where s.type = @patient and 