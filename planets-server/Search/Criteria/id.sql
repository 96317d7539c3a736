s.id = any (@ids)
