
-- Their rows: Patients and entries. @own_types smallint[] (empty: all)
  join {state} s on s.stream = p.stream
  where (cardinality(@own_types) = 0 or s.type = any (@own_types)) and 