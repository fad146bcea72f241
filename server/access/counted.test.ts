import { beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../shared/problem.ts';
import type { Access, Actor } from './access.ts';
import { countFailedKeys } from './counted.ts';
import { createMemoryLimits } from './limits-memory.ts';

const ACTOR: Actor = {
  by: { kind: 'key', id: 'key-1', name: 'CMS' },
  from: '192.0.2.1',
  roles: { '*': 'editor' },
};
const MOST = 3;
const [HERE, THERE] = ['192.0.2.1', '192.0.2.2'];

let looked: number;
let access: Access;

/** The keys are `good` and whatever names the code of its refusal. */
function identify(key: string | undefined): Promise<Actor> {
  looked += 1;
  if (key === 'good') return Promise.resolve(ACTOR);
  const code = key === 'key_malformed' || key === 'key_revoked' ? key : 'key_unknown';
  return Promise.reject(new Problem(key === undefined ? 'key_missing' : code, 'no'));
}

beforeEach(() => {
  looked = 0;
  const never = () => Promise.reject(new Error('Nobody asks for this'));
  const limits = createMemoryLimits({
    publish: { most: Infinity, seconds: 60 },
    'failed key': { most: MOST, seconds: 60 },
    'failed sign-in': { most: Infinity, seconds: 60 },
  });
  access = countFailedKeys(
    { identify, issue: never, keys: never, rotate: never, retire: never, revoke: never },
    limits,
  );
});

const codeOf = (key: string | undefined, from = HERE): Promise<string> =>
  access.identify(key, from).then(
    () => 'good',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

async function fail(times: number, key = 'key_unknown'): Promise<void> {
  for (let n = 0; n < times; n += 1) expect(await codeOf(key)).toBe(key);
}

describe('failed keys', () => {
  it('A1 over the limit every key of the address is refused, before it is looked up', async () => {
    await fail(2);
    await fail(1, 'key_malformed');
    expect(looked).toBe(MOST);
    expect(await codeOf('key_unknown')).toBe('too_many_requests');
    expect(await codeOf('good')).toBe('too_many_requests');
    expect(looked).toBe(MOST);
    expect(await codeOf('good', THERE)).toBe('good');
    await expect(access.identify('good', HERE)).rejects.toMatchObject({
      status: 429,
      retryAfter: 60,
      message: `More than ${MOST} wrong API keys a minute came from ${HERE}`,
    });
  });

  it('A1 good keys, no key and revoked ones are not counted', async () => {
    for (let n = 0; n < 5; n += 1) {
      expect(await codeOf('good')).toBe('good');
      expect(await codeOf(undefined)).toBe('key_missing');
      expect(await codeOf('key_revoked')).toBe('key_revoked');
    }
    await fail(MOST - 1);
    expect(await codeOf('good')).toBe('good');
  });

  it('A1 of many that are tried at once no more than the limit learn anything', async () => {
    const tried = Array.from({ length: 20 }, () => codeOf('key_unknown'));
    const right = codeOf('good');
    const [codes, last] = [await Promise.all(tried), await right];
    expect(codes.filter((code) => code === 'key_unknown')).toHaveLength(MOST);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(20 - MOST);
    expect(last).toBe('too_many_requests');
  });
});
