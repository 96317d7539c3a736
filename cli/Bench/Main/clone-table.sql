-- A table like the product's, with all of its indexes and constraints; {source} and {table} are names.
create table raw.{table} (like {source} including all)
