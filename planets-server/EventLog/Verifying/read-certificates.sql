select stream, content, signature from log.certificate order by stream
