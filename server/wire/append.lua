-- One atomic act (W1): idempotency key, expected version, next sequence, store, bell.
-- With an empty item id it only looks: the head of the log, after the check for a log that is behind.
--
-- KEYS  1 log (stream)  2 head (hash: epoch, seq, run, server)  3 items (hash: id -> "version:seq")
--       4 idempotency record  5 bell (pub/sub channel)  6 trail (stream)
-- ARGV  1 epoch to start if one must start  2, 3 the caller's highest position (epoch, seq), or ''
--       4, 5, 6 this Redis: its run, its server, '1' where it keeps all over a restart
--       7 item id, or ''  8 its version  9 expected version  10 headline (JSON)  11 retention
--       12 fingerprint, or ''  13 idempotency ttl (ms)  14 the command that rings
--       15 a line for the trail, or ''  16 lines that the trail keeps
-- Returns {'head' | 'appended', epoch, seq} | {'replayed', record} | {'conflict'} | {'version', current}
local log, head, items, record = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local run, server, keeps_all = ARGV[4], ARGV[5], ARGV[6] == '1'
local id, fingerprint = ARGV[7], ARGV[12]

if id ~= '' and fingerprint ~= '' then
  local known = redis.call('HGET', record, 'fingerprint')
  if known then
    if known ~= fingerprint then return { 'conflict' } end
    local appended = redis.call('HGET', record, 'appended')
    if appended then
      -- A write, though nothing changes: whoever waits for replicas now waits for what stands here.
      redis.call('PEXPIRE', record, ARGV[13])
      return { 'replayed', appended }
    end
  end
end

local current = id ~= '' and redis.call('HGET', items, id)
local version = current and string.match(current, '^(%d+):') or '0'
if id ~= '' and version ~= ARGV[9] then return { 'version', version } end

local state = redis.call('HMGET', head, 'epoch', 'seq', 'run', 'server')
local epoch, seq = state[1], tonumber(state[2] or '0')
-- The head may be older than the log (a partial restore): never write below what stands there.
local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if last then seq = math.max(seq, tonumber(string.match(last[1], '^(%d+)'))) end

-- A log that may have lost its end, though nobody here can see it: another process goes on with what it
-- has of it, and others may have shown more.
local is_other = state[3] and run ~= '' and state[3] ~= run
local may_lack = is_other and not (keeps_all and state[4] == server)
local is_behind = epoch == ARGV[2] and seq < tonumber(ARGV[3])
-- A new epoch, so that no position means two things (W2).
if not epoch or may_lack or is_behind then
  epoch = ARGV[1]
  redis.call('HSET', head, 'epoch', epoch, 'seq', seq)
end
if run ~= '' and state[3] ~= run then redis.call('HSET', head, 'run', run, 'server', server) end
if id == '' then return { 'head', epoch, seq } end

seq = seq + 1
local at = string.format('%.0f', seq)
redis.call('XADD', log, at .. '-0', 'i', id, 'h', ARGV[10])
redis.call('HSET', head, 'seq', seq)
redis.call('HSET', items, id, ARGV[8] .. ':' .. at)
if ARGV[15] ~= '' then
  redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[16], '*', 't', ARGV[15], 's', at, 'h', ARGV[10])
end

-- Trim what is over the retention, a bounded piece each time; an item goes with its last entry.
local floor = seq - tonumber(ARGV[11])
if floor > 0 then
  for _, old in ipairs(redis.call('XRANGE', log, '-', string.format('%.0f-0', floor), 'COUNT', 64)) do
    local place = string.match(old[1], '^(%d+)')
    local held = redis.call('HGET', items, old[2][2])
    if held and string.match(held, ':(%d+)$') == place then redis.call('HDEL', items, old[2][2]) end
    redis.call('XDEL', log, old[1])
  end
end

local line = epoch .. ' ' .. at .. ' ' .. ARGV[10]
if fingerprint ~= '' then
  redis.call('HSET', record, 'fingerprint', fingerprint, 'appended', line)
  redis.call('PEXPIRE', record, ARGV[13])
end
redis.call(ARGV[14], KEYS[5], line)
return { 'appended', epoch, seq }
