import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from './address.ts';

describe('W7 the address of Redis', () => {
  it.each([
    ['redis://cache', { kind: 'standalone', nodes: [{ host: 'cache', port: 6379 }], tls: false }],
    [
      'rediss://me:p%40ss@10.0.0.1:7000/3',
      {
        kind: 'standalone',
        nodes: [{ host: '10.0.0.1', port: 7000 }],
        tls: true,
        username: 'me',
        password: 'p@ss',
        database: 3,
      },
    ],
    [
      'redis://:secret@[::1]:7000/',
      {
        kind: 'standalone',
        nodes: [{ host: '::1', port: 7000 }],
        tls: false,
        password: 'secret',
      },
    ],
  ])('W7 one server: %s', (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  it.each([
    'redis://me:pw@a:1,b:2',
    'redis://me:pw@a:1,redis://b:2',
    'redis://me:pw@a:1, redis://me:pw@b:2',
    'redis+cluster://me:pw@a:1,b:2/',
  ])('W7 a Cluster, with one login for all: %s', (text) => {
    expect(parseRedisUrl(text)).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
      tls: false,
      username: 'me',
      password: 'pw',
    });
  });

  it('W7 a Cluster that one name stands for', () => {
    expect(parseRedisUrl('rediss+cluster://cluster.example')).toEqual({
      kind: 'cluster',
      nodes: [{ host: 'cluster.example', port: 6379 }],
      tls: true,
    });
  });

  it('W7 Sentinels, their master, and a password of their own', () => {
    const text = 'redis+sentinel://:pw@a,b:2/news-master?sentinelPassword=watch';
    expect(parseRedisUrl(text)).toEqual({
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 2 },
      ],
      tls: false,
      password: 'pw',
      master: 'news-master',
      sentinelPassword: 'watch',
    });
  });

  it.each([
    '',
    'cache:6379',
    'http://cache',
    'redis://',
    'redis://a:0',
    'redis://a:70000',
    'redis://a:1,',
    'redis://a:1,,b:2',
    'redis://a:1,b:2/3',
    'redis://a/one',
    'redis://a?tls=1',
    'redis://%zz@a',
    'redis+sentinel://a',
    'redis+sentinel://a/two words',
    'redis+sentinel://a/m?password=1',
    'redis+other://a',
  ])('P4 is refused: %s', (text) => {
    expect(parseRedisUrl(text)).toBeUndefined();
  });
});
