-- As-of reads look past versions up as present ones are, by what refers to them.
create index state_past_self on state_past (self);
