 and {row}.version < @below
