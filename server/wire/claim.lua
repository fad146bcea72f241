-- Ties an idempotency key to a request, unless it is tied to one.
--
-- KEYS  1 idempotency record (hash)
-- ARGV  1 fingerprint  2 ttl (ms)
-- Returns the fingerprint that it is tied to
redis.call('HSETNX', KEYS[1], 'fingerprint', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGET', KEYS[1], 'fingerprint')
