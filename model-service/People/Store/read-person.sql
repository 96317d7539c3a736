-- $1 patient text
select position, generation, outcomes, model, answer from model.person where patient = $1
