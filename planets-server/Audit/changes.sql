-- Changes, the newest first. @from, @to timestamptz, @position bigint: before it; @end_position bigint: not before it, where a walk ends;
-- @only bigint a single one or null; of the others null asks nothing: @account text whose doing, @type text, @actions text[], @target text,
-- @agent text, @patient text
select e.position, e.recorded_time, e.kind, e.type, e.id, e.version, o.agent, o.client, o.source, o.purpose, m.patient
from (
