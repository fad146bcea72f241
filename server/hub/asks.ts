/**
 * How often one connection may ask for channels, or leave and come back. Each time costs this node as much
 * as a newcomer does, and the gate sees only the first.
 */
import { tooManyRequests } from '../../shared/problem.ts';
import { PROTOCOL_LIMITS } from '../../shared/protocol.ts';
import type { Berth } from './berth.ts';
import { createBucket } from './bucket.ts';

export interface Asks {
  /** Counts so many. Problem: `too_many_requests`. */
  count(berth: Berth, amount?: number): void;
}

/** A page that changes all of its channels leaves fifty and asks for fifty at once. */
const AT_ONCE = 2 * PROTOCOL_LIMITS.channelsPerViewer;
const PER_SECOND = 10;

/** `elapsed`: a clock that only goes on, ms. `atOnce`: and then ten a second. */
export function createAsks(elapsed: () => number, atOnce = AT_ONCE): Asks {
  return {
    count(berth, amount = 1) {
      // Most never ask for more than their handshake did.
      berth.asks ??= createBucket(PER_SECOND, elapsed, atOnce);
      for (let n = 0; n < amount; n += 1) {
        if (!berth.asks.take()) throw tooManyRequests('This connection asks too often', 1);
      }
    },
  };
}
