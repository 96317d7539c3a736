-- A page that was read before, by this node or another, adds nothing.
-- $1 number bigint[], $2 at timestamptz[], $3 patient text[], $4 actor text[], $5 organisation text[], $6 role text[], $7 client text[],
-- $8 purpose text[], $9 interaction text[], $10 type text[], $11 outcome text[], $12 entries int[], $13 decision text[]
insert into consent.access
  (number, at, patient, actor, organisation, role, client, purpose, interaction, type, outcome, entries, decision)
select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (number) do nothing
