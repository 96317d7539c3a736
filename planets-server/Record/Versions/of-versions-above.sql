 and {row}.version > @above
