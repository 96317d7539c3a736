-- A row looks up the rules about its own codes: of a person who refused hundreds, a few.
drop index rule_person;
create index rule_person on rule (person, code);
