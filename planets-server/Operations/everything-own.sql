
-- Their rows: Patients and entries; fenced, so that they are looked up stream by stream. @own_types smallint[] (empty: all)
  cross join lateral (select f.* from {state} f where f.stream = p.stream offset 0) s
  where (cardinality(@own_types) = 0 or s.type = any (@own_types)) and 