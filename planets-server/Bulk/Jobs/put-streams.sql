-- $1 job uuid, $2 streams that a step of it added lines of bigint[]
insert into record.bulk_streams (job, streams) values ($1, $2)
