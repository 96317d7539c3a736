-- $1 sources text[]
select source, stream from directory where source = any ($1)
