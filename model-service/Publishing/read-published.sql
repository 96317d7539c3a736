-- $1 patient text
select reference, content from model.published where patient = $1
