import { describe, expect, it } from 'vitest';
import { createAddresses } from './addresses.ts';

const [HERE, THERE] = ['192.0.2.1', '192.0.2.2'];
let now = 0;
function open({ viewers = Infinity, connects = Infinity }) {
  now = 0;
  const limits = { maxViewersPerAddress: viewers, maxConnectsPerAddress: connects };
  const addresses = createAddresses({ ...limits, elapsed: () => now });
  const may = (address = HERE, isPolling = false): boolean =>
    addresses.objection({ address, isPolling }) === undefined;
  return { ...addresses, may };
}

describe('the viewers of one address', () => {
  it('H4 are as many at a time as may be, and one who leaves makes room', () => {
    const { arrive, leave, may, objection } = open({ viewers: 2 });
    const [first] = [arrive(HERE), arrive(HERE)];
    expect([may(), may(THERE)]).toEqual([false, true]);
    expect(objection({ address: HERE, isPolling: false })).toContain(`2 viewers from ${HERE}`);
    leave(first);
    expect(may()).toBe(true);
    arrive(HERE);
    expect(may()).toBe(false);
  });

  it('H4 are forgotten when the last of them has left, and counted anew', () => {
    const { arrive, leave, may } = open({ viewers: 1 });
    const households = [1, 2, 3].map(() => {
      const household = arrive(HERE);
      expect(may()).toBe(false);
      leave(household);
      expect(may()).toBe(true);
      return household;
    });
    expect(new Set(households).size).toBe(3);
  });

  it('H4 come in as many a second as may be, those who leave at once too', () => {
    const { arrive, leave, may } = open({ connects: 3 });
    const come = (): boolean => {
      const isIn = may();
      if (isIn) leave(arrive(HERE));
      return isIn;
    };
    expect([come(), come(), come(), come()]).toEqual([true, true, true, false]);
    expect(may(THERE)).toBe(true);
    now = 999;
    expect(come()).toBe(false);
    now = 1_000;
    expect([come(), come(), come(), come()]).toEqual([true, true, true, false]);
  });

  it('H4 leave half of a second to WebSockets when they poll', () => {
    const { may } = open({ connects: 4 });
    const polling = [1, 2, 3].map(() => may(HERE, true));
    expect(polling).toEqual([true, true, false]);
    expect([may(), may(), may()]).toEqual([true, true, false]);
    expect(open({ connects: 1 }).may(HERE, true)).toBe(true);
  });
});
