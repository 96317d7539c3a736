-- Uploads that stored something, by the key their client gave them: sent again, one gets the answer it got.
create table series_upload (
  stream bigint not null,
  key text collate "C" not null,            -- digest of the client's key
  digest text not null,                     -- of the batch: the same key is not for another one
  position bigint not null,                 -- of the event that keeps the answer
  primary key (stream, key)
);
