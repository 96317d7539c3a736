-- Where the limit's rows go, beside the product's own tables.
create schema raw
