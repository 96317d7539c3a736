-- @since timestamptz, @floor bigint the newest position before it
 and {time} >= @since and {row}.position > @floor
