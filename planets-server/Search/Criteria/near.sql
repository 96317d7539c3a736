s.position in (
  select x.position from {ix_place} x
  where x.latitude between @latitude - @degrees - 0.001 and @latitude + @degrees + 0.001
  and 2 * 6371008.8 * asin(sqrt(least(1,
    power(sin(radians(x.latitude - @latitude) / 2), 2)
    + cos(radians(x.latitude)) * cos(radians(@latitude)) * power(sin(radians(x.longitude - @longitude) / 2), 2)))) <= @metres)