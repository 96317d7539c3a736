-- The log's table of events without its invariants' triggers: same columns, same indexes.
create table raw_event (like log.event including all)
