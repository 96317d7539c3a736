-- A study stays a study: consents were given to it as one. No row: the code belongs to the other kind.
-- $1 code text, $2 name_ja text, $3 name_en text, $4 is_study boolean
insert into consent.party (code, name_ja, name_en, is_study) values ($1, $2, $3, $4)
on conflict (code) do update set name_ja = excluded.name_ja, name_en = excluded.name_en
where consent.party.is_study = excluded.is_study
returning code
