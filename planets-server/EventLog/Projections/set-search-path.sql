-- $1 text schema
select set_config('search_path', $1, false)
