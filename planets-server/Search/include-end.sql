
order by s.position
limit @limit
