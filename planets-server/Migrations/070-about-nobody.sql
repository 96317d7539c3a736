-- Facilities, products and definitions by type: few beside what is about people, whose statistics hide them.
create index state_nobody on state (type, position) where author = 4;
