-- $1 job uuid
select number, kind, type, attempt, lines, bytes from record.bulk_file where job = $1 order by number
