-- Takes away what refuses changes to the log, as whoever owns the database can: the chain is what finds them then.
alter table log.event disable trigger user
