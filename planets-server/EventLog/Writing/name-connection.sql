-- What is acknowledged is on disk, whatever the server's default for others is.
-- $1 text application name
-- $2 text schema of the inline projections
select set_config('application_name', $1, false), set_config('search_path', $2, false),
  set_config('synchronous_commit',
    case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)
