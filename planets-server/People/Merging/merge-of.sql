-- The merge that a Patient is away by: position of its event, and the Patient that stays. $1 id of the Patient text
select s.merged_at, t.patient
from record.membership s join record.membership t on t.stream = s.merged
where s.patient = $1
