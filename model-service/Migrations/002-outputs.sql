-- Every RiskAssessment that planets-server was given, by the model that made it: what a recall has to find, also after a newer one or a
-- deletion took its place. What it says is not here.
create table output (
  number bigint generated always as identity primary key,
  model text not null,
  patient text not null,
  outcome text not null,
  reference text not null,
  position bigint not null,
  assessed_at timestamptz not null
);

create index output_of_model on output (model, number);

create index output_of_reference on output (reference, number);

create index output_of_patient on output (patient);

-- Of those given before this table was, every answer to a published outcome: rather one too many than one too few.
insert into output (model, patient, outcome, reference, position, assessed_at)
select a.model, a.patient, a.outcome, p.reference, a.position, a.assessed_at
from assessment a join published p on p.patient = a.patient
  and p.reference = 'RiskAssessment/risk-' || left(encode(sha256(convert_to(a.patient || '|' || a.outcome, 'UTF8')), 'hex'), 32)
order by a.assessed_at, a.position;
