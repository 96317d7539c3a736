-- What the person has switched off is not kept either.
-- $1 patient text, $2 outcomes text[] that are on
delete from model.assessment where patient = $1 and outcome <> all ($2)
