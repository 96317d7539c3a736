 and ({time}, {row}.position) < (@time, @before) and {row}.position < @before
