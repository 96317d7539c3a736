 or s.type = @provenance and not exists (select from record.membership n where n.stream = s.stream)
