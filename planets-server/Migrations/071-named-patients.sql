-- Under which Patient a request named the person: who was shown nothing is not told what else they are called. Null where none was
-- named, and of rows from before this.
alter table access add column named text;
