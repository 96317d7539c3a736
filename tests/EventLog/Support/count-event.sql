-- $1 bigint stream
insert into tally (stream, events) values ($1, 1) on conflict (stream) do update set events = tally.events + 1
