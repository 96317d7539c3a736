-- $1 text consumer
select position from {schema}.subscription where consumer = $1 for update
