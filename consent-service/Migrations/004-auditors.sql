-- Auditors are accounts of an organisation, as clinicians are.
alter table account drop constraint account_role_check;
alter table account add constraint account_role_check check (role in ('patient', 'clinician', 'auditor', 'researcher'));
alter table account drop constraint account_check;
alter table account add constraint account_check check ((role <> 'patient') = (organisation is not null));
