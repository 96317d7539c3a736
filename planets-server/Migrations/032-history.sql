-- History by type and of all, the newest first: what held once and what was deleted, in that order.
create index state_past_type_updated on state_past (type, last_updated, position);
create index deleted_type_at on deleted (type, at, position);
