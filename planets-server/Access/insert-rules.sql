-- A rule of a Consent in a person's own stream, whose number is the person's.
-- $1 stream bigint, $2 Consent text, $3 position bigint, $4 permit boolean, $5 actor text, $6 purpose text, $7 type smallint, $8 label bigint,
-- $9 code bigint, $10 source text, $11 self bigint, $12 clinical date from, $13 to, $14 in force from, $15 to timestamptz, $16 specificity int
insert into rule (
  person, stream, consent, position, permit, actor, purpose, type, label, code, source, self, period_lo, period_hi, valid_lo, valid_hi, specificity)
values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
