-- $1 bigint stream
select content, signature from log.certificate where stream = $1
