
    order by s.date_lo desc, s.position desc limit @limit)
