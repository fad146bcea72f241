-- What an idempotency key is tied to.
--
-- KEYS  1 idempotency record (hash)
-- ARGV  1 ttl (ms)
-- Returns {fingerprint or nothing, record or nothing}
local known = redis.call('HMGET', KEYS[1], 'fingerprint', 'appended')
-- A write, though nothing changes: whoever waits for replicas now waits for what stands here.
if known[1] then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return known
