-- A Patient that its source says is another one of its Patients. The stream follows that one's: whoever links that links this.
alter table membership
  add column merged bigint,                 -- stream of the Patient that it was merged into; null while it is its own
  add column merged_at bigint,              -- position of the event that merged it
  add column merges_at bigint;              -- of the newest event by which one was merged into this one, or parted from it
create index membership_merged on membership (merged) where merged is not null;
