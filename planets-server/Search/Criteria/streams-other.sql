
-- Streams of rows that refer to something else.
union
select o.stream