-- Words of a version, as keyed hashes, for _text and _content: two parameters that are ours, followed from the first search on that asks for them.
create table words (
  parameter int not null references parameter on delete cascade,
  position bigint not null,                 -- of the version, as in record.state
  tokens bigint[] not null,
  primary key (parameter, position)
);
create index words_tokens on words using gin (tokens);
create index words_position on words (position);
