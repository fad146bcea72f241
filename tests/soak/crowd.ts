/** Some hundred seats; on each one viewer after another comes, stays a while, and goes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../faults/rounds.ts';
import type { Position } from '../../shared/protocol.ts';
import { openGuest, WAYS } from './guest.ts';

export interface Crowd {
  readonly present: number;
  /** How often somebody has come. */
  readonly visits: number;
  /** What should not have happened to any of them. */
  readonly faults: readonly string[];
  /** Nobody comes any more, and all leave. */
  disperse(): Promise<void>;
}

export interface CrowdOptions {
  readonly hubs: readonly string[];
  readonly seats: number;
  /** ms within which the first have come to all of them. */
  readonly within: number;
  readonly channel: string;
  /** A channel that some take in for a while. */
  readonly other: string;
  readonly chance: Chance;
}

/** ms. */
const STAY = { least: 2_000, most: 30_000 };
const AWAY = { least: 0, most: 3_000 };

export function openCrowd({ hubs, seats, within, channel, other, chance }: CrowdOptions): Crowd {
  const faults: string[] = [];
  const leaving = new AbortController();
  const fault = (what: string): void => void faults.push(what);
  let [present, visits] = [0, 0];

  /** Resolves early when the crowd disperses. */
  async function wait({ least, most }: typeof STAY): Promise<void> {
    const { signal } = leaving;
    await pause(chance.between(least, most), undefined, { signal }).catch(() => undefined);
  }

  async function visit(position: Position | null): Promise<Position | null> {
    // Also at another node: positions are the same at all of them.
    const options = { hub: chance.of(hubs), channel, position, fault };
    const guest = await openGuest(chance.of(WAYS), options);
    [present, visits] = [present + 1, visits + 1];
    await wait(STAY);
    if (chance.between(1, 3) === 1) {
      guest.ask('subscribe', other);
      await wait(STAY);
      if (chance.between(1, 2) === 1) guest.ask('unsubscribe', other);
    }
    present -= 1;
    guest.leave();
    return guest.position;
  }

  async function fill(): Promise<void> {
    await wait({ least: 0, most: within });
    let last: Position | null = null;
    while (!leaving.signal.aborted) {
      last = await visit(chance.between(1, 2) === 1 ? last : null);
      await wait(AWAY);
    }
  }

  const filling = Promise.all(Array.from({ length: seats }, fill));
  filling.catch((error: unknown) => fault(String(error)));
  return {
    get present() {
      return present;
    },
    get visits() {
      return visits;
    },
    faults,
    async disperse() {
      leaving.abort();
      await filling;
    },
  };
}
