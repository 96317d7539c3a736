-- What rules of consents are looked up by is few a row; among the tokens that searches ask for it was one of thirty.
comment on column state.labels is 'keyed hashes of what a consent may name: security labels, sent and derived, and clinical codes';
comment on column state_past.labels is 'as in state';
