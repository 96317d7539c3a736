-- $1 patient text
delete from model.assessment where patient = $1
