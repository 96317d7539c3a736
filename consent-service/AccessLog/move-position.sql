-- $1 number bigint
update consent.access_position set number = greatest(number, $1)
