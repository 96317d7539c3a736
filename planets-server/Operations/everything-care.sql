-- Care given within a time. @undated smallint[] types without one, @from timestamptz, @to timestamptz
(s.type = any (@undated) or s.date_hi > @from and s.date_lo < @to) and 