-- The person's own stream. $1 id of their own Patient text
select stream, source from record.membership where patient = $1
