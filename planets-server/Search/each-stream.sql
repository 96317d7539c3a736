) p
cross join lateral (
