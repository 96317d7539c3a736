 or s.type = @binary and s.source = @source
