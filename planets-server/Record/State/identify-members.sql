-- $1 ids of Patients text[], $2 keys of insured-person numbers bigint[], $3 birth dates date[]
update membership m set insured = i.insured, birth = i.birth
from unnest($1, $2, $3) as i (patient, insured, birth)
where m.patient = i.patient
