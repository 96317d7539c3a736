-- What care-givers wrote about this person alone.
reach.is_open and s.author = 1 and s.also is null or 