-- $1 names text[] of indexes that are followed from now on, the beginning of the log first
insert into search.subscription (consumer, position) select name, 0 from unnest($1) as name on conflict (consumer) do nothing
