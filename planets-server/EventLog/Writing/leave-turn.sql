select pg_advisory_unlock(1349087820, 1)
