
order by d.position limit @limit
