-- $1 stream bigint, $2 metric smallint, $3 connections text[]
insert into series_priority (stream, metric, connections) values ($1, $2, $3)
on conflict (stream, metric) do update set connections = excluded.connections
