import { describe, expect, it } from 'vitest';
import { createGate, type Gate } from './gate.ts';

const address = '192.0.2.1';
const WEBSOCKET = { address, isPolling: false };
const POLLING = { address, isPolling: true };

let now: number;
let chance: number;
interface Over {
  readonly maxViewers?: number;
  readonly maxConnectsPerSecond?: number;
  readonly here?: number;
  readonly objection?: string;
}
function open(over: Over): Gate {
  const { maxViewers = Infinity, maxConnectsPerSecond = Infinity, here = 0, objection } = over;
  [now, chance] = [0, 0];
  return createGate({
    count: () => here,
    maxViewers,
    maxConnectsPerSecond,
    addresses: { objection: (newcomer) => (newcomer.isPolling ? objection : undefined) },
    elapsed: () => now,
    random: () => chance,
  });
}
const codeOf = (gate: Gate, way = WEBSOCKET) => gate.refusal(way)?.code;

describe('the gate', () => {
  it('H4 lets in as many a second as it may, and refuses the others until there is room again', () => {
    const gate = open({ maxConnectsPerSecond: 4 });
    const codes = Array.from({ length: 6 }, () => codeOf(gate));
    const refused = 'too_many_connects';
    expect(codes).toEqual([undefined, undefined, undefined, undefined, refused, refused]);
    now = 250;
    expect([codeOf(gate), codeOf(gate)]).toEqual([undefined, refused]);
    expect(gate.refusal(WEBSOCKET)?.toDocument()).toMatchObject({
      status: 503,
      retryable: true,
      detail: expect.stringContaining('4 viewers a second') as string,
    });
  });

  it('H4 in a storm lets WebSockets in before those who poll', () => {
    const gate = open({ maxConnectsPerSecond: 10 });
    const polling = Array.from({ length: 10 }, () => codeOf(gate, POLLING));
    expect(polling.filter((code) => code === undefined)).toHaveLength(5);
    const websockets = Array.from({ length: 10 }, () => codeOf(gate));
    expect(websockets.filter((code) => code === undefined)).toHaveLength(5);
    now = 1_000;
    expect(codeOf(gate, POLLING)).toBeUndefined();
  });

  it('H4 whom a full hub refuses takes no place from those who come when it has room', () => {
    const gate = open({ maxViewers: 3, here: 3, maxConnectsPerSecond: 1 });
    expect([codeOf(gate), codeOf(gate)]).toEqual(['hub_full', 'hub_full']);
    expect(codeOf(open({ maxViewers: 3, here: 2, maxConnectsPerSecond: 1 }))).toBeUndefined();
  });

  it('H4 one address that has too many takes no place from the others', () => {
    const gate = open({ maxConnectsPerSecond: 2, objection: 'enough of you' });
    const refused = 'too_many_requests';
    expect([codeOf(gate, POLLING), codeOf(gate, POLLING)]).toEqual([refused, refused]);
    expect([codeOf(gate), codeOf(gate)]).toEqual([undefined, undefined]);
    expect(gate.refusal(POLLING)?.toDocument()).toMatchObject({
      status: 429,
      retryable: true,
      detail: 'enough of you',
      retryAfter: 5,
    });
  });

  it('H6 closed, it lets nobody in', () => {
    const gate = open({ maxViewers: 1, here: 1 });
    gate.close();
    expect([codeOf(gate), codeOf(gate, POLLING)]).toEqual(['draining', 'draining']);
  });

  it('H4 H6 spreads the times at which those whom it refused should come again', () => {
    const gate = open({});
    gate.close();
    const times = Array.from({ length: 100 }, (_, n) => {
      chance = n / 100;
      return gate.refusal(WEBSOCKET)?.retryAfter;
    });
    expect([...new Set(times)]).toEqual([5, 6, 7, 8, 9, 10]);
  });
});
