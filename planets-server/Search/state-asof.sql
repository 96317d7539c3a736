-- Rows that held at a position. The selects of the union have no condition, so that a plan goes into them as into one table. Positions are
-- compared so that no index has them: a plan that is made once thinks that a third of all rows comes before any.
(
  select held.*
  from (
    select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also,
      9223372036854775807 as until
    from record.state
    union all
    select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also, until
    from record.state_past) held
  where held.position + 0 <= @asof and held.until > @asof
)
