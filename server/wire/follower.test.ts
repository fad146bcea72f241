import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Headline } from '../../shared/headline.ts';
import type { Entry, Position } from '../../shared/protocol.ts';
import { createFollower, type Source } from './follower.ts';
import type { Gone, Slice } from './wire.ts';

/** Entries in one read: small, so that one reading takes several. */
const PAGE = 3;

/** A log whose reads are answered when the test says so, one by one, and whose bells the test rings or loses. */
class SlowLog implements Source {
  epoch = 'e1';
  entries: Entry[] = [];
  #epochs = 1;
  #waiting: (() => void)[] = [];

  append(): Entry {
    const seq = this.entries.length + 1;
    const entry = { seq, headline: headlineOf(this.epoch, seq) };
    this.entries.push(entry);
    return entry;
  }

  /** The log is lost and begun anew. */
  wipe(): void {
    this.epoch = `e${(this.#epochs += 1)}`;
    this.entries = [];
  }

  get head(): Position {
    return { epoch: this.epoch, seq: this.entries.length };
  }

  touch(): Promise<Position> {
    return this.#answer(() => this.head);
  }

  read(after: Position | null): Promise<Slice | Gone> {
    return this.#answer(() => {
      const { head } = this;
      if (after && (after.epoch !== this.epoch || after.seq > head.seq)) {
        return { kind: 'gone', head } as const;
      }
      const from = after?.seq ?? 0;
      return { kind: 'slice', head, entries: this.entries.slice(from, from + PAGE) } as const;
    });
  }

  later(_attempt: number, run: () => void): () => void {
    this.#waiting.push(run);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== run);
    };
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  /** Answers, or fails, what was asked first. */
  async release(fails = false): Promise<void> {
    this.#fails = fails;
    this.#waiting.shift()?.();
    this.#fails = false;
    // The follower goes on in microtasks: let all of them run.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  /** True: answers are made when they are asked for, and are old when they arrive; false: the other way. */
  answersAtOnce = false;
  #fails = false;
  #answer<T>(act: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const early = this.answersAtOnce ? { answer: act() } : undefined;
      this.#waiting.push(() => {
        if (this.#fails) reject(new Error('the link is down'));
        else resolve(early ? early.answer : act());
      });
    });
  }
}

function headlineOf(epoch: string, seq: number): Headline {
  const time = new Date(seq).toISOString();
  const identity = { id: `${epoch}-${seq}`, version: 1, language: 'ar' };
  return { ...identity, pubStatus: 'canceled', firstCreated: time, versionCreated: time };
}

/** Holds W5 at every call: in order, nothing twice, nothing left out. */
class Witness {
  head: Position | undefined;
  reset(head: Position, entries: readonly Entry[]): void {
    expect(entries.map(({ seq }) => seq)).toEqual(upTo(head.seq));
    expect(new Set(entries.map(({ headline }) => headline.id.split('-')[0])).size).toBeLessThan(2);
    this.head = head;
  }
  entries(epoch: string, entries: readonly Entry[]): void {
    for (const { seq, headline } of entries) {
      expect({ epoch, seq: seq - 1 }).toEqual(this.head);
      expect(headline.id).toBe(`${epoch}-${seq}`);
      this.head = { epoch, seq };
    }
  }
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant('append and ring' as const) },
  { weight: 3, arbitrary: fc.constant('append, the bell is lost' as const) },
  { weight: 8, arbitrary: fc.constant('answer' as const) },
  { weight: 2, arbitrary: fc.constant('fail' as const) },
  { weight: 1, arbitrary: fc.constant('ring an old bell' as const) },
  { weight: 2, arbitrary: fc.constant('answer at once or late' as const) },
  { weight: 1, arbitrary: fc.constant('wipe' as const) },
  { weight: 1, arbitrary: fc.constant('resync' as const) },
);

describe('the follower', () => {
  it('W5 tells every entry once and in order, whatever is lost, late, repeated or wiped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 80, size: 'max' }), async (acts) => {
        const log = new SlowLog();
        const witness = new Witness();
        const follower = createFollower(log, witness);
        const ring = ({ seq, headline }: Entry): void => {
          follower.ring({ epoch: log.epoch, seq }, headline);
        };
        for (const one of acts) {
          if (one === 'append and ring') ring(log.append());
          if (one === 'append, the bell is lost') log.append();
          if (one === 'answer') await log.release();
          if (one === 'fail') await log.release(true);
          if (one === 'answer at once or late') log.answersAtOnce = !log.answersAtOnce;
          if (one === 'wipe') log.wipe();
          if (one === 'resync') follower.resync();
          const old = log.entries[Math.floor(log.entries.length / 2)];
          if (one === 'ring an old bell' && old) ring(old);
        }
        // The link is whole again: one bell is enough to hear of everything.
        ring(log.append());
        for (let turn = 0; log.isBusy && turn < 500; turn += 1) await log.release();
        expect(witness.head).toEqual(log.head);
        follower.stop();
      }),
      { numRuns: 500 },
    );
  });

  it('O1 counts what only reading brought, logs that are another, and readings that failed', async () => {
    const log = new SlowLog();
    const counted = { holes: new Array<number>(), restarts: 0, failures: 0 };
    const follower = createFollower(log, new Witness(), {
      filled: (entries) => counted.holes.push(entries),
      restarted: () => (counted.restarts += 1),
      failed: () => (counted.failures += 1),
    });
    const ring = ({ seq, headline }: Entry): void => {
      follower.ring({ epoch: log.epoch, seq }, headline);
    };
    const catchUp = async (): Promise<void> => {
      while (log.isBusy) await log.release();
    };
    log.append();
    await catchUp();
    ring(log.append());
    // The first reading fills no hole, and a bell that fits needs none.
    expect(counted).toEqual({ holes: [], restarts: 0, failures: 0 });
    log.append();
    ring(log.append());
    await catchUp();
    expect(counted.holes).toEqual([2]);
    follower.resync();
    await log.release(true);
    await catchUp();
    expect(counted).toEqual({ holes: [2], restarts: 0, failures: 1 });
    log.wipe();
    ring(log.append());
    await catchUp();
    expect(counted).toEqual({ holes: [2], restarts: 1, failures: 1 });
    follower.stop();
  });
});
