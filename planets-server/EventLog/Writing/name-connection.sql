-- $1 text application name
-- $2 text schema of the inline projections
select set_config('application_name', $1, false), set_config('search_path', $2, false)
