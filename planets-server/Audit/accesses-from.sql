
from (
