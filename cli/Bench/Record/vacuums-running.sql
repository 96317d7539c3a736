select count(*) from pg_stat_progress_vacuum
