-- Streams of people (in front of the selects of the others).
select x.stream from (
