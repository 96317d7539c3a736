-- Updates leave gaps in the tables of what holds, and every page with one is looked up twice until it is vacuumed (PostgreSQL 15 §73.2):
-- after a twentieth of the rows, not after a fifth.
alter table state set (autovacuum_vacuum_scale_factor = 0.05);
alter table clinical set (autovacuum_vacuum_scale_factor = 0.05);
alter table ix_string set (autovacuum_vacuum_scale_factor = 0.05);
alter table ix_date set (autovacuum_vacuum_scale_factor = 0.05);
alter table ix_quantity set (autovacuum_vacuum_scale_factor = 0.05);
alter table ix_composite set (autovacuum_vacuum_scale_factor = 0.05);
