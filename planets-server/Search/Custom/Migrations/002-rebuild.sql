-- Rows have more keys now (identifiers of references, typed identifiers): each index is built again from the log.
truncate value, parameter, subscription;
