-- The same rows again, a parameter a column; {table}, {columns}, {values}, {parameters} and {names} are lists of names.
insert into raw.{table} ({columns})
select {values} from unnest({parameters}) as r ({names})
