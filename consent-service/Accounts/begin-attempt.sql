-- An attempt is counted before it is judged, so that attempts at the same moment cannot outrun the count. No row: locked or gone.
-- $1 account uuid, $2 now timestamptz, $3 failures allowed int, $4 lockout ends timestamptz
update consent.account
set access_failed_count = case when lockout_end <= $2 then 1 else access_failed_count + 1 end,
    lockout_end = case when (case when lockout_end <= $2 then 1 else access_failed_count + 1 end) >= $3 then $4 end
where id = $1 and not disabled and (lockout_end is null or lockout_end <= $2)
returning 1
