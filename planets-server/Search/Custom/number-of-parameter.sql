-- $1 name; a parameter that is new gets its number
with made as (insert into search.parameter (name) values ($1) on conflict (name) do nothing returning number)
select number from made union all select number from search.parameter where name = $1
