/** Whether one more viewer may come in now. Who may not comes back later, and not together with the others. */
import { Problem, type ProblemCode } from '../../shared/problem.ts';
import type { Addresses, Newcomer } from './addresses.ts';
import { createBucket } from './bucket.ts';

export interface Gate {
  /** Why a newcomer may not come in; undefined: it may, and it counts. */
  refusal(newcomer: Newcomer): Problem | undefined;
  /** Nobody comes in any more. */
  close(): void;
}

export interface GatePorts {
  /** Connections at this moment. */
  readonly count: () => number;
  readonly maxViewers: number;
  readonly maxConnectsPerSecond: number;
  readonly addresses: Pick<Addresses, 'objection'>;
  /** A clock that only goes on, ms. */
  readonly elapsed: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Seconds to stay away, and so many more by chance: who was refused in one second comes in many. */
const AWAY = { least: 5, spread: 6 };

export function createGate(ports: GatePorts): Gate {
  const { count, maxViewers, maxConnectsPerSecond, addresses, elapsed, random } = ports;
  const bucket = createBucket(maxConnectsPerSecond, elapsed);
  // A ticker whose WebSocket was refused asks at once by polling, and would stay with that, which costs this
  // node seven times as much for every headline: in a storm all that there is goes to WebSockets.
  const reserve = Math.floor(maxConnectsPerSecond / 2);
  let isClosed = false;

  function refusal(code: ProblemCode, detail: string): Problem {
    const retryAfter = AWAY.least + Math.floor(random() * AWAY.spread);
    return new Problem(code, detail, [], { retryAfter });
  }

  return {
    refusal(newcomer) {
      if (isClosed) return refusal('draining', 'This node is ending, and takes no more viewers');
      if (count() >= maxViewers)
        return refusal('hub_full', `${maxViewers} viewers are here already`);
      // First, so that one address cannot use up the places of all.
      const objection = addresses.objection(newcomer);
      if (objection !== undefined) return refusal('too_many_requests', objection);
      if (bucket.take(newcomer.isPolling ? reserve : 0)) return undefined;
      const most = `${maxConnectsPerSecond} viewers a second come in here`;
      return refusal('too_many_connects', `${most}, and more are coming`);
    },
    close() {
      isClosed = true;
    },
  };
}
