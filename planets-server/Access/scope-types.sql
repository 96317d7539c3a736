 and (s.type = any (@types)
