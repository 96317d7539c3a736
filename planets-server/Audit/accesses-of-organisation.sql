select * from record.access x where x.organisation = @organisation and (x.at, x.number) >= (@end_at, @end_number)
