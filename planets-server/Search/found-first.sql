-- All of what is found, in no order, before any of it is sorted: fenced at its end.
select s.*
from (
