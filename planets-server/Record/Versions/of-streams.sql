 and {row}.stream = any (@streams)
