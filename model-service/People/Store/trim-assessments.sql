-- Keeps the newest of each outcome.
-- $1 patient text, $2 kept int
delete from model.assessment a using (
  select outcome, position, model, row_number() over (partition by outcome order by position desc, assessed_at desc) as place
  from model.assessment where patient = $1) old
where a.patient = $1 and a.outcome = old.outcome and a.position = old.position and a.model = old.model and old.place > $2
