-- Of a period: what was not replaced when it began. @first bigint the newest position at or before its beginning
 and s.until > @first
