-- Newest first.
-- $1 patient text, $2 before bigint (exclusive), $3 limit int
select number, at, patient, actor, organisation, role, client, purpose, interaction, type, outcome, entries, decision
from consent.access where patient = $1 and number < $2 order by number desc limit $3
