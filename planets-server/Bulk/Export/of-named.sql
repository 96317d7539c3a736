 and s.author = 4 and s.self = any (@named)
