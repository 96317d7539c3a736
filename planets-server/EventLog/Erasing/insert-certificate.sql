-- $1 bigint stream
-- $2 bytea content
-- $3 bytea signature
insert into log.certificate (stream, content, signature) values ($1, $2, $3)
on conflict on constraint certificate_pkey do nothing
