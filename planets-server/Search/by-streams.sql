select s.*
from (
