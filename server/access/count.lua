-- Counts what somebody does in a time, unless that would be more than is allowed.
--
-- KEYS  1 counter
-- ARGV  1 amount  2 time (s)  3 most in the time
-- Returns {the count with the amount, ms until it begins anew}; more than the most: it was not counted
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
local sum = count + tonumber(ARGV[1])
if sum <= tonumber(ARGV[3]) then
  redis.call('INCRBY', KEYS[1], ARGV[1])
  if count == 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
end
return { sum, redis.call('PTTL', KEYS[1]) }
