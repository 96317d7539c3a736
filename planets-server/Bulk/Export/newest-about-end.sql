) newest
where newest.position is not null
