select position, hash, recorded_time, streams from log.head
