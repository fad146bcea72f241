/**
 * Viewers come and go, headlines are published, corrected, pinned, expire and are withdrawn, the log is
 * trimmed and the node restarts, all at random. Whoever is connected must show just the node's board,
 * by live entries, by resuming or by a snapshot.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannel } from '../../client/feed/channel.ts';
import { createMemory, type Memory } from '../../server/boards/memory.ts';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { Headline } from '../../shared/headline.ts';
import { limit, runs } from '../support/fuzz.ts';
import type { Entry, Look, Outline } from '../../shared/protocol.ts';

const T0 = Date.UTC(2026, 10, 24, 12);
const CHANNEL: Channel = { name: 'breaking', title: 'ع', ...CHANNEL_DEFAULTS, boardSize: 3 };
const VIEWERS = 3;

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('publish'),
      ttl: fc.option(fc.integer({ min: 1, max: 30 })),
      pinned: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('correct'),
      pick: fc.nat(),
      ttl: fc.option(fc.integer({ min: 1, max: 30 })),
      pinned: fc.boolean(),
      rank: fc.option(fc.integer({ min: -2, max: 2 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw'), pick: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 10 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave'), viewer: fc.nat(VIEWERS - 1) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('come'), viewer: fc.nat(VIEWERS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('resize'),
      boardSize: fc.integer({ min: 1, max: 5 }),
    }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

class Viewer {
  readonly channel = createChannel();
  isHere = false;

  come(memory: Memory): void {
    if (this.isHere) return;
    this.isHere = true;
    const { position } = this.channel;
    const missed = position && memory.missed(position);
    const ids = memory.board().headlines.map(({ id }) => id);
    const outline = { ...lookOf(memory.channel), ids };
    if (!missed || !this.#apply(position.epoch, missed, outline)) this.snapshot(memory);
  }

  entries(epoch: string, entries: readonly Entry[]): void {
    if (this.isHere) expect(this.#apply(epoch, entries)).toBe(true);
  }

  snapshot(memory: Memory): void {
    if (!this.isHere) return;
    const { channel, position, headlines } = memory.board();
    const now = new Date().toISOString();
    this.channel.reset({
      channel: channel.name,
      ...lookOf(channel),
      ...position,
      now,
      headlines,
    });
  }

  #apply(epoch: string, entries: readonly Entry[], outline?: Outline): boolean {
    const told = { channel: CHANNEL.name, epoch, entries, ...(outline ? { outline } : {}) };
    return this.channel.apply(told, Date.now());
  }
}

const lookOf = ({ title, language, boardSize }: Channel): Look => ({ title, language, boardSize });

/** A log, the node that follows it, and the viewers of the node. */
class World {
  readonly viewers = Array.from({ length: VIEWERS }, () => new Viewer());
  readonly log: Entry[] = [];
  settings: Channel;
  memory: Memory;

  constructor(retention: number) {
    this.settings = { ...CHANNEL, retention };
    this.memory = this.#start();
  }

  #start(): Memory {
    const memory: Memory = createMemory(this.settings, Date.now, {
      entries: (epoch, entries) => {
        for (const viewer of this.viewers) viewer.entries(epoch, entries);
      },
      renewed: () => {
        for (const viewer of this.viewers) viewer.snapshot(memory);
      },
    });
    memory.reset({ epoch: 'e', seq: this.log.length }, this.log.slice(-this.settings.retention));
    return memory;
  }

  append(headline: Headline): void {
    const entry = { seq: this.log.length + 1, headline };
    this.log.push(entry);
    this.memory.entries('e', [entry]);
  }

  /** The last version of an item that may be changed. */
  usable(pick: number) {
    const ids = [
      ...new Set(this.log.slice(-this.settings.retention).map((entry) => entry.headline.id)),
    ];
    const headline = this.memory.find(ids[pick % Math.max(1, ids.length)] ?? '')?.headline;
    return headline?.pubStatus === 'usable' ? headline : undefined;
  }

  do(one: Act): void {
    const time = new Date().toISOString();
    if ('ttl' in one) this.#write(one, time);
    if (one.kind === 'withdraw' && 'pick' in one) {
      const found = this.usable(one.pick);
      if (!found) return;
      const { id, version, language, firstCreated } = found;
      this.append({
        id,
        version: version + 1,
        language,
        firstCreated,
        versionCreated: time,
        pubStatus: 'canceled',
      });
    }
    if ('seconds' in one) vi.advanceTimersByTime(one.seconds * 1_000);
    if (one.kind === 'restart') {
      for (const viewer of this.viewers) viewer.isHere = false;
      this.memory.stop();
      this.memory = this.#start();
    }
    if ('boardSize' in one) {
      this.settings = { ...this.settings, boardSize: one.boardSize };
      this.memory.settle(this.settings);
    }
    if ('viewer' in one) {
      const viewer = this.viewers[one.viewer];
      if (one.kind === 'come') viewer?.come(this.memory);
      else if (viewer) viewer.isHere = false;
    }
  }

  #write(one: Extract<Act, { pinned: boolean }>, time: string): void {
    const expires =
      one.ttl === null ? {} : { expires: new Date(Date.now() + one.ttl * 1_000).toISOString() };
    if ('pick' in one) {
      const found = this.usable(one.pick);
      if (!found) return;
      const { expires: _, rank: __, ...kept } = found;
      this.append({
        ...kept,
        ...expires,
        pinned: one.pinned,
        ...(one.rank !== null && { rank: T0 + one.rank * 1_000 }),
        version: found.version + 1,
        versionCreated: time,
      });
      return;
    }
    const id = `item-${this.log.length + 1}`;
    const text = { headline: 'خبر', language: 'ar', urgency: 5, pinned: one.pinned } as const;
    const made = { version: 1, firstCreated: time, versionCreated: time };
    this.append({ id, pubStatus: 'usable', ...text, ...made, ...expires });
  }
}

describe('viewers of a node', () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0 }));
  afterEach(() => void vi.useRealTimers());

  it(
    'H1 H2 show its board, however they come and go and whatever leaves it',
    () => {
      const shown = (headlines: readonly { id: string; version: number }[] = []) =>
        headlines.map(({ id, version }) => `${id} v${version}`);
      fc.assert(
        fc.property(
          fc.array(act, { maxLength: 60, size: 'max' }),
          fc.integer({ min: 5, max: 20 }),
          (acts, retention) => {
            vi.setSystemTime(T0);
            const world = new World(retention);
            for (const one of acts) {
              world.do(one);
              const board = shown(world.memory.board().headlines);
              for (const { isHere, channel } of world.viewers) {
                if (isHere) expect(shown(channel.view(Date.now())?.headlines)).toEqual(board);
              }
            }
            world.memory.stop();
          },
        ),
        runs(1_000),
      );
    },
    limit(60),
  );
});
