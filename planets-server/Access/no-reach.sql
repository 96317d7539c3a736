
-- Nothing is known of a stream as a whole: each row is asked.
cross join (values (false)) reach (is_open)