-- By which folding of texts (TextFolding.Version) the indexes of this schema are built.
create table folding (version int not null);
insert into folding (version) values (1);
