-- Of a period: what was made before it ended. @last bigint the newest position within
 and {row}.position <= @last
