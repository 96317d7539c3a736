-- $1 job uuid, $2 numbers int[], $3 kinds text[], $4 types text[], $5 attempts int[], $6 lines bigint[], $7 bytes bigint[]
insert into record.bulk_file (job, number, kind, type, attempt, lines, bytes)
select $1, f.* from unnest($2, $3, $4, $5, $6, $7) as f (number, kind, type, attempt, lines, bytes)
on conflict (job, number) do update set lines = excluded.lines, bytes = excluded.bytes
