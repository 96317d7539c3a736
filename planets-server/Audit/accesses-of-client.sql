select * from record.access x
where x.organisation is null and x.client = @organisation and (x.at, x.number) >= (@end_at, @end_number)
