-- Accesses, the newest first. @from, @to, @at timestamptz, @number bigint: before these two; @only bigint a single one or null;
-- @end_at timestamptz, @end_number bigint: not before these two, where a walk ends; of the others null asks nothing:
-- @account text whose doing, @type text, @actions text[], @outcomes text[], @target text, @interactions text[], @agent text, @patient text
select
  a.number, a.at, a.interaction, a.type, a.target, a.query, a.outcome, a.count, a.actor, a.client, a.role, a.organisation, a.purpose,  