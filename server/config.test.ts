import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig, VARIABLES } from './config.ts';
import { StartFault } from './start-fault.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof StartFault) return error.lines;
    throw error;
  }
}

describe('the environment', () => {
  it('P4 has a default for everything, and an empty variable counts as unset', () => {
    const defaults = readConfig({});
    expect(defaults).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: './data' });
    const empty = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, ' ']));
    expect(readConfig(empty)).toEqual(defaults);
  });

  it('P4 names every mistake at once', () => {
    const wrong = {
      PORT: '70000',
      PUBLIC_URL: 'https://hub.example/path',
      REDIS_URL: 'http://127.0.0.1',
      AJIL_ADMIN_KEY: 'short',
      LOG_LEVEL: 'loud',
    };
    expect(faultsOf(wrong).map((line) => line.split(' ')[0])).toEqual(Object.keys(wrong));
    for (const PORT of ['-1', '1.5', 'x', '0x10', '65536']) {
      expect(faultsOf({ PORT }), PORT).toHaveLength(1);
    }
  });

  it('H7 P4 takes 1 to 64 workers or one for each core, and more than one only with Redis', () => {
    const REDIS_URL = 'redis://127.0.0.1:6379';
    const workersOf = (WORKERS: string): number => readConfig({ WORKERS, REDIS_URL }).workers;
    expect(readConfig({}).workers).toBe(1);
    expect([workersOf('1'), workersOf('64')]).toEqual([1, 64]);
    expect(workersOf('auto')).toBe(Math.min(availableParallelism(), 64));
    for (const WORKERS of ['0', '-1', '1.5', 'many', '65', '0x2', '1e1', 'AUTO']) {
      expect(faultsOf({ WORKERS, REDIS_URL }), WORKERS).toEqual([
        'WORKERS must be a number from 1 to 64, or auto',
      ]);
      // One line for one mistake.
      expect(faultsOf({ WORKERS }), WORKERS).toHaveLength(1);
    }
    expect(faultsOf({ WORKERS: '1' })).toEqual([]);
    expect(faultsOf({ WORKERS: '2', PORT: 'x', REDIS_URL: ' ' })).toEqual([
      'PORT must be a port from 0 to 65535',
      'WORKERS must be 1 without REDIS_URL: workers share the log through Redis',
    ]);
    expect(faultsOf({ WORKERS: '2', REDIS_URL: 'zzz' })).toHaveLength(1);
  });

  it('H4 H6 P4 takes a limit of connects and a time to leave, each of its own form', () => {
    const read = (MAX_CONNECTS_PER_SECOND: string, DRAIN_MS: string) =>
      readConfig({ MAX_CONNECTS_PER_SECOND, DRAIN_MS });
    expect(read('', '')).toMatchObject({ maxConnectsPerSecond: 2_000, drainMs: 15_000 });
    expect(read('1', '0')).toMatchObject({ maxConnectsPerSecond: 1, drainMs: 0 });
    expect(read('1000000', '3600000')).toMatchObject({ drainMs: 3_600_000 });
    for (const wrong of ['-1', '1.5', '1e3', '01', 'x', '3600001']) {
      expect(faultsOf({ MAX_CONNECTS_PER_SECOND: wrong, DRAIN_MS: wrong }), wrong).toEqual([
        'MAX_CONNECTS_PER_SECOND must be a number from 1 to 1000000',
        'DRAIN_MS must be a number of ms from 0 to 3600000',
      ]);
    }
    expect(faultsOf({ MAX_CONNECTS_PER_SECOND: '0' })).toHaveLength(1);
  });

  it('O1 P4 takes a token for metrics that nobody guesses', () => {
    expect(readConfig({}).metricsToken).toBeUndefined();
    const token = 'sixteen-visible!';
    expect(readConfig({ METRICS_TOKEN: ` ${token} ` }).metricsToken).toBe(token);
    for (const wrong of [token.slice(1), 'sixteen visible!', 'sixteen-visibleé']) {
      expect(faultsOf({ METRICS_TOKEN: wrong })).toEqual([
        'METRICS_TOKEN must be at least 16 visible characters without a space',
      ]);
    }
  });

  it('A2 P4 P5 takes limits by key and by address, 0 for none, and proxies that are trusted', () => {
    expect(readConfig({})).toMatchObject({
      publishesPerMinute: 600,
      failedKeysPerMinute: 20,
      maxViewersPerAddress: 2_000,
      maxConnectsPerAddress: 500,
    });
    const names = [
      'PUBLISHES_PER_MINUTE',
      'FAILED_KEYS_PER_MINUTE',
      'MAX_VIEWERS_PER_ADDRESS',
      'MAX_CONNECTS_PER_ADDRESS',
    ];
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
    expect(readConfig(all('0'))).toMatchObject({
      publishesPerMinute: Infinity,
      failedKeysPerMinute: Infinity,
      maxViewersPerAddress: Infinity,
      maxConnectsPerAddress: Infinity,
    });
    expect(readConfig(all('7'))).toMatchObject({ publishesPerMinute: 7, maxViewersPerAddress: 7 });
    for (const wrong of ['-1', '1.5', '00', 'none', '1000001']) {
      const form = 'a number from 1 to 1000000, or 0 for no limit';
      expect(faultsOf(all(wrong)), wrong).toEqual(names.map((name) => `${name} must be ${form}`));
    }
    const trusts = (TRUST_PROXY: string, address: string): boolean =>
      readConfig({ TRUST_PROXY }).trustProxy(address, 0);
    expect([trusts('', '127.0.0.1'), trusts('loopback', '127.0.0.1')]).toEqual([false, true]);
    expect(faultsOf({ TRUST_PROXY: '1' })[0]).toMatch(
      /^TRUST_PROXY must be a comma list of addresses/,
    );
  });

  it('P4 takes an address of the world without its slash', () => {
    expect(readConfig({ PUBLIC_URL: 'https://hub.example/' }).publicUrl).toBe(
      'https://hub.example',
    );
  });

  it('A9 P4 takes a provider with all that belongs to it, over https or on this machine', () => {
    const rest = { OIDC_CLIENT_ID: 'ajil', OIDC_CLIENT_SECRET: 'secret' };
    for (const OIDC_ISSUER of ['https://id.example', 'http://127.0.0.1:4000', 'http://localhost']) {
      const { oidc } = readConfig({ ...rest, OIDC_ISSUER });
      expect(oidc).toEqual({ issuer: OIDC_ISSUER, clientId: 'ajil', clientSecret: 'secret' });
    }
    for (const OIDC_ISSUER of ['http://id.example', 'http://127.0.0.1.example', 'id.example']) {
      expect(faultsOf({ ...rest, OIDC_ISSUER }), OIDC_ISSUER).toMatchObject([
        /^OIDC_ISSUER must be/,
      ]);
    }
    expect(faultsOf(rest)).toMatchObject([/must be set together/]);
    expect(faultsOf({ OIDC_ISSUER: 'https://id.example' })).toMatchObject([/set together/]);
  });
});
