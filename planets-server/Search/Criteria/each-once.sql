select distinct x.stream from (
