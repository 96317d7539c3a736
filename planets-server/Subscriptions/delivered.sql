-- $1 id, $2 holder uuid, $3 number up to which the receiver has taken events, $4 sent timestamptz
update push.subscription set delivered = greatest(delivered, $3), failures = 0, status = 'active', error = null, sent =
  $4
where id = $1 and holder = $2
