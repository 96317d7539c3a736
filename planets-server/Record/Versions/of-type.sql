 and {row}.type = @type
