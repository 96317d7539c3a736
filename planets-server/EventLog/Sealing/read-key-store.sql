select id from log.key_store
