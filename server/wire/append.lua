-- One atomic act (W1): idempotency key, expected version, next sequence, store, bell.
-- With an empty item id it only looks: the head of the log, after the check for a log that is behind.
--
-- KEYS  1 log (stream)  2 head (hash: epoch, seq)  3 items (hash: id -> "version:seq")  4 idempotency record
-- ARGV  1 epoch to start if one must start  2, 3 the caller's highest position (epoch, seq), or ''
--       4 item id, or ''  5 its version  6 expected version  7 headline (JSON)  8 retention
--       9 fingerprint, or ''  10 idempotency ttl (ms)  11 bell (pub/sub channel)
-- Returns {'head' | 'appended', epoch, seq} | {'replayed', record} | {'conflict'} | {'version', current}
local log, head, items, record = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id = ARGV[4]

if id ~= '' and ARGV[9] ~= '' then
  local fingerprint = redis.call('HGET', record, 'fingerprint')
  if fingerprint then
    if fingerprint ~= ARGV[9] then return { 'conflict' } end
    local appended = redis.call('HGET', record, 'appended')
    if appended then return { 'replayed', appended } end
  end
end

local current = id ~= '' and redis.call('HGET', items, id)
local version = current and string.match(current, '^(%d+):') or '0'
if id ~= '' and version ~= ARGV[6] then return { 'version', version } end

local state = redis.call('HMGET', head, 'epoch', 'seq')
local epoch, seq = state[1], tonumber(state[2] or '0')
-- The head may be older than the log (a partial restore): never write below what stands there.
local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if last then seq = math.max(seq, tonumber(string.match(last[1], '^(%d+)'))) end
-- A log behind its reader has lost entries: a new epoch, so that no position means two things (W2).
if not epoch or (epoch == ARGV[2] and seq < tonumber(ARGV[3])) then
  epoch = ARGV[1]
  redis.call('HSET', head, 'epoch', epoch, 'seq', seq)
end
if id == '' then return { 'head', epoch, seq } end

seq = seq + 1
redis.call('XADD', log, string.format('%.0f-0', seq), 'i', id, 'h', ARGV[7])
redis.call('HSET', head, 'seq', seq)
redis.call('HSET', items, id, ARGV[5] .. ':' .. string.format('%.0f', seq))

-- Trim what is over the retention, a bounded piece each time; an item goes with its last entry.
local floor = seq - tonumber(ARGV[8])
if floor > 0 then
  for _, old in ipairs(redis.call('XRANGE', log, '-', string.format('%.0f-0', floor), 'COUNT', 64)) do
    local place = string.match(old[1], '^(%d+)')
    local held = redis.call('HGET', items, old[2][2])
    if held and string.match(held, ':(%d+)$') == place then redis.call('HDEL', items, old[2][2]) end
    redis.call('XDEL', log, old[1])
  end
end

local at = string.format('%.0f', seq)
if ARGV[9] ~= '' then
  redis.call('HSET', record, 'fingerprint', ARGV[9], 'appended', epoch .. ' ' .. at .. ' ' .. ARGV[7])
  redis.call('PEXPIRE', record, ARGV[10])
end
redis.call('PUBLISH', ARGV[11], epoch .. ' ' .. at .. ' ' .. ARGV[7])
return { 'appended', epoch, seq }
