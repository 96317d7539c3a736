-- States are of one model, by its digest as it was shipped. Those of before may be of any; they are worked out again.
delete from checkpoint;

alter table checkpoint add column model text not null;

alter table checkpoint drop constraint checkpoint_pkey, add primary key (patient, model, steps);
