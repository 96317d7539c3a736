-- An Observation that came from a reading was deleted, or changed as a resource: the next version follows that one.
-- $1 id text, $2 resource_version int, $3 deleted boolean, $4 client_version bigint, null to keep it
update series_reading
set resource_version = $2, deleted = $3, client_version = coalesce($4, client_version)
where id = $1
