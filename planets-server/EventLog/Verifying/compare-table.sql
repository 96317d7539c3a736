-- Rows of a table that only one of two schemas has. Tables of one migration, so their columns are the same.
-- $1 integer at most so many rows
with missing as (
  select * from {scratch}.{table} except all select * from {live}.{table}
), surplus as (
  select * from {live}.{table} except all select * from {scratch}.{table}
)
select true, to_jsonb(m) ->> 'stream', to_jsonb(m) ->> 'position' from missing m
union all
select false, to_jsonb(s) ->> 'stream', to_jsonb(s) ->> 'position' from surplus s
limit $1
