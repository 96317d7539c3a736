-- $1 after position, $2 up to position
select distinct type from log.event where position > $1 and position <= $2 and kind = 1
