
order by s.position
