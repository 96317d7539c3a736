
    union all
    (select s.position, s.date_lo, s.date_hi, s.source
    from record.state_past s
    where s.stream = m.stream and s.type = t.type and s.date_lo >= @date_from and s.date_lo < @date_to
    and (s.date_lo, s.position) < (@before_date, @before_position) and s.position <= @asof and s.until > @asof and 
