-- Those who were read longest ago come first.
select patient from model.person order by updated_at
