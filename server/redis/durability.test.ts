import { describe, expect, it } from 'vitest';
import { findingsOf } from './durability.ts';

const info = (facts: Record<string, string> = {}): string => {
  const all = {
    redis_version: '7.0.15',
    cluster_enabled: '0',
    maxmemory_policy: 'noeviction',
    aof_enabled: '1',
    ...facts,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}:${value}`);
  return ['# Server', ...lines, ''].join('\r\n');
};
const one = { sharded: false };
const cluster = { sharded: true };

describe('W3 what the hub leans on in Redis', () => {
  it('W3 finds nothing where Redis keeps all, in any version that will do', () => {
    expect(findingsOf([info(), info({ redis_version: '6.2.0' })], one)).toEqual([]);
    expect(findingsOf([info({ redis_version: '8.2.1', cluster_enabled: '1' })], cluster)).toEqual(
      [],
    );
  });

  it('W3 says how to mend what Redis would lose, once for many servers', () => {
    const bad = info({ maxmemory_policy: 'allkeys-lru', aof_enabled: '0' });
    const findings = findingsOf([bad, info(), bad], one);
    expect(findings.map(({ isFatal }) => isFatal)).toEqual([false, false]);
    expect(findings.map(({ text }) => text)).toEqual([
      expect.stringContaining('CONFIG SET maxmemory-policy noeviction'),
      expect.stringContaining('CONFIG SET appendonly yes'),
    ]);
  });

  it.each([
    ['too old', info({ redis_version: '6.0.16' }), one, '6.2'],
    ['too old', info({ redis_version: '5.0.3' }), one, '6.2'],
    ['without sharded pub/sub', info({ redis_version: '6.2.7' }), cluster, 'install 7'],
    ['a node of a Cluster', info({ cluster_enabled: '1' }), one, 'redis+cluster://'],
  ])('W3 W7 does not start on one that is %s', (_, bad, expectations, mends) => {
    const [finding, ...others] = findingsOf([bad], expectations);
    expect(finding?.isFatal).toBe(true);
    expect(finding?.text).toContain(mends);
    expect(others).toEqual([]);
  });

  it('W3 takes what says nothing of itself, as some that are hosted do', () => {
    expect(findingsOf(['redis_version:7.2.0\r\n'], one)).toEqual([]);
  });
});
