select position from log.head
