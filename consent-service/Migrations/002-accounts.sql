-- Accounts of persons. Columns down to lockout_end are those of ASP.NET Core Identity.
create table account (
  id uuid primary key,
  user_name text not null,
  normalized_user_name text not null constraint account_user_name unique,
  password_hash text not null,
  security_stamp text not null,
  concurrency_stamp text not null,
  access_failed_count integer not null default 0,
  lockout_end timestamptz,

  role text not null check (role in ('patient', 'clinician', 'researcher')),
  organisation text references party (code),
  name text not null,
  kana text not null,
  birth_date date,
  sex text check (sex in ('male', 'female', 'other', 'unknown')),
  insured_person text,
  insured_person_verified boolean not null default false,
  -- Id of the person's own Patient; null until planets-server has made it.
  patient text,
  -- Sealed with a key outside the database.
  totp_secret bytea not null,
  totp_last_step bigint not null default 0,
  disabled boolean not null default false,
  created_at timestamptz not null,

  check ((role in ('clinician', 'researcher')) = (organisation is not null)),
  check (role <> 'patient' or (birth_date is not null and sex is not null)),
  check (role = 'patient' or (patient is null and insured_person is null)),
  check (insured_person is not null or not insured_person_verified)
);

create index account_pending on account (created_at) where role = 'patient' and patient is null;

-- A number that was verified belongs to one account.
create unique index account_insured_person on account (insured_person) where insured_person_verified;

-- One-time codes for when the phone with the authenticator is lost, as SHA-256.
create table recovery_code (
  account uuid not null references account (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (account, hash)
);
