 and s.type = @type and s.id = @id
