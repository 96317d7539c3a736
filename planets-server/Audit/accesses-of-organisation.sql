a.organisation = @organisation
order by a.at desc, a.number desc limit @limit
