a.organisation is null and a.client = @organisation
order by a.at desc, a.number desc limit @limit
