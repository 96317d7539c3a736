-- Rows s (of record.state) that only their writer sees: for callers that treat nobody.
-- @organisation text
(s.source = @organisation or s.author = 4)
