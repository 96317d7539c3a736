(
  select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
  from record.state
  union all
  select position, stream, type, id, version, self, author, source, date_lo, date_hi, last_updated, tokens, labels, named, also
  from record.state_past
)
