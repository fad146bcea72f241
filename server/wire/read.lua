-- Head, oldest entry and the entries after a sequence, all of one moment (W4).
--
-- KEYS  1 log (stream)  2 head (hash: epoch, seq)
-- ARGV  1 the sequence to read after  2 entries at most
-- Returns {epoch or nothing, seq or nothing, the oldest entry (at most one), entries}
local log = KEYS[1]
local state = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
local first = string.format('%.0f-0', tonumber(ARGV[1]) + 1)
return {
  state[1],
  state[2],
  redis.call('XRANGE', log, '-', '+', 'COUNT', 1),
  redis.call('XRANGE', log, first, '+', 'COUNT', ARGV[2]),
}
