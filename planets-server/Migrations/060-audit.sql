-- An AuditEvent says more than the person's access log: what was asked for by id, with which query, also where it was nobody's.
alter table access alter column person drop not null;
alter table access add column target text;                  -- Type/id that the request names
alter table access add column query bytea;                  -- of a search, as it was sent; sealed, for it may name what somebody has
-- Pages of AuditEvents are read from the newest on.
drop index access_person;
create index access_person_at on access (person, at, number);
create index access_organisation_at on access (organisation, at, number);
