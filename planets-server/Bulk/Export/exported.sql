-- Which resources of a type an export has. shared: @asof bigint; @type smallint, @ids text[], @since timestamptz
select s.id
from {state} s
where s.type = @type and s.id = any (@ids) and s.last_updated >= @since
