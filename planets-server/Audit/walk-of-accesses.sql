-- The last access that a walk over at most @walked of them looks at; no row where there are fewer.
-- @organisation text, or null of those without; @from, @to, @at timestamptz, @number bigint as of the page; @walked int
select a.at, a.number
from record.access a
where a.organisation is not distinct from @organisation
  and a.at >= @from and a.at < @to and (a.at, a.number) < (@at, @number)
order by a.at desc, a.number desc offset @walked - 1 limit 1
