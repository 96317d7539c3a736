coalesce(
  case
    when x.canonical_lo = '-infinity' then x.canonical_hi
    when x.canonical_hi = 'infinity' then x.canonical_lo
    else (x.canonical_lo + x.canonical_hi) / 2
  end, x.number)