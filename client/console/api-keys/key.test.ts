import { describe, expect, it } from 'vitest';
import { inOrder, stateOf, type ApiKey } from './key.ts';

const NOW = Date.UTC(2026, 10, 27);
const key = (name: string, over: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id: name, name, role: 'editor', channels: null, hint: 'ajil_x' },
  ...{ created: '2026-01-01T00:00:00Z', highestUrgency: 1, secrets: [] },
  ...over,
});

describe('the list of keys', () => {
  it('C13 says what works no longer, from the moment that it ends', () => {
    const at = new Date(NOW).toISOString();
    expect(stateOf(key('a', { expires: at }), NOW - 1)).toBe('works');
    expect(stateOf(key('a', { expires: at }), NOW)).toBe('over');
    expect(stateOf(key('a', { expires: at, revoked: at }), NOW)).toBe('revoked');
  });

  it('C13 begins with what works, by name', () => {
    const ended = key('a', { revoked: '2026-02-01T00:00:00Z' });
    const names = inOrder([ended, key('c'), key('b')], NOW).map(({ name }) => name);
    expect(names).toEqual(['b', 'c', 'a']);
  });
});
