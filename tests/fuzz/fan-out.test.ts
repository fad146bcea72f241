/**
 * Viewers come by WebSocket and by polling, upgrade, stop reading, are cut off and come back, leave and
 * enter the channel, while headlines come in bursts, are corrected and withdrawn, expire, and boards are
 * renewed, all at random and in the middle of each other. Each holds what it sees against the log.
 */
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Headline, UsableHeadline } from '../../shared/headline.ts';
import { limit, runsInTime } from '../support/fuzz.ts';
import { aHeadline } from '../support/headlines.ts';
import { aChannel, openNode, type TestNode } from '../support/node.ts';
import { Watcher } from '../support/watcher.ts';

const ROUNDS = 1_000;
const WATCHERS = 4;
const PATIENCE = 5_000;
/** Some ten of them are more than a viewer may leave untaken. */
const BIG = 'x'.repeat(24_000);

const watcher = fc.nat(WATCHERS - 1);
const kinds = <Kind extends string>(...of: readonly Kind[]) => fc.constantFrom(...of);
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: kinds('publish'),
      burst: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 8 })),
      isBig: fc.boolean(),
      pinned: fc.boolean(),
      ttl: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kinds('correct', 'withdraw'), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kinds('resize'), boardSize: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: kinds('websocket', 'polling'), watcher }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: kinds(
        'leave',
        'vanish',
        'upgrade',
        'upgrade',
        'block',
        'block',
        'unblock',
        'subscribe',
        'unsubscribe',
      ),
      watcher,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: kinds('turns'), turns: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kinds('calm') }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** A channel of its own for each round, and those who watch it. */
class World {
  readonly log: Headline[] = [];
  readonly watchers: readonly Watcher[];
  readonly #node: TestNode;
  readonly #name: string;
  readonly #retention: number;
  readonly #publishing: Promise<void>[] = [];

  constructor(node: TestNode, name: string, retention: number) {
    this.#node = node;
    this.#name = name;
    this.#retention = retention;
    const watched = { node, channel: name, log: this.log };
    this.watchers = Array.from({ length: WATCHERS }, () => new Watcher(watched));
  }

  async start(): Promise<void> {
    await this.#settle(3);
    for (const one of this.watchers.slice(1)) one.come('websocket');
    this.watchers[0]?.come('polling');
  }

  #settle(boardSize: number): Promise<void> {
    const settings = { name: this.#name, boardSize, retention: this.#retention };
    return this.#node.boards.follow(aChannel(settings));
  }

  publish(headline: Headline): void {
    this.log.push(headline);
    this.#publishing.push(this.#node.publish(headline, this.#name));
  }

  /** The last version of an item that is still in the log. */
  #usable(pick: number): UsableHeadline | undefined {
    const kept = this.log.slice(-this.#retention);
    const one = kept[pick % Math.max(1, kept.length)];
    const last = kept.findLast(({ id }) => id === one?.id);
    return last?.pubStatus === 'usable' ? last : undefined;
  }

  async do(one: Act): Promise<void> {
    if ('burst' in one) this.#burst(one);
    else if ('pick' in one) this.#change(one);
    else if ('boardSize' in one) await this.#settle(one.boardSize);
    else if ('turns' in one) for (let n = 0; n < one.turns; n += 1) await turn();
    else if ('watcher' in one) this.#move(one);
    else await this.calm();
  }

  #burst({ burst, isBig, pinned, ttl }: Extract<Act, { burst: number }>): void {
    for (let n = 0; n < burst; n += 1) {
      const expires = ttl === null ? {} : { expires: new Date(Date.now() + ttl).toISOString() };
      this.publish(aHeadline({ pinned, ...expires, ...(isBig ? { headline: BIG } : {}) }));
    }
  }

  #change({ kind, pick }: Extract<Act, { pick: number }>): void {
    const found = this.#usable(pick);
    if (!found) return;
    const next = { ...found, version: found.version + 1 };
    if (kind === 'correct') {
      this.publish({ ...next, headline: 'تصحيح' });
      return;
    }
    const { id, version, language, firstCreated, versionCreated } = next;
    this.publish({ id, version, language, firstCreated, versionCreated, pubStatus: 'canceled' });
  }

  #move({ kind, watcher: n }: Extract<Act, { watcher: number }>): void {
    const one = this.watchers[n];
    if (!one) return;
    if (kind === 'websocket' || kind === 'polling') {
      if (one.isHere && one.isLost) one.leave(false);
      if (!one.isHere) one.come(kind);
    } else if (kind === 'upgrade') void one.upgrade();
    else if (kind === 'leave' || kind === 'vanish') one.leave(kind === 'leave');
    else if (kind === 'block') one.block();
    else if (kind === 'unblock') one.unblock();
    else one.ask(kind);
  }

  /** Everyone is back and up to date, and shows what the node shows. */
  async calm(): Promise<void> {
    await Promise.all(this.#publishing);
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      for (const one of this.watchers) {
        one.unblock();
        if (one.isLost) one.leave(false);
        if (!one.isHere) one.come('websocket');
        one.settle();
        if (this.#showsForgotten(one)) one.ask('subscribe');
      }
      await turn();
      const faults = this.watchers.flatMap(({ ledger }) => ledger.faults);
      if (faults.length > 0) throw new Error(faults.join('\n'));
      const { headlines } = this.#node.boards.board(this.#name);
      const board = headlines.map(({ id, version }) => `${id} v${version}`);
      const isLate = performance.now() > deadline;
      if (isLate) throw new Error(this.#report(board));
      const isRight = (one: Watcher) => one.isSettled && one.ledger.shown.join() === board.join();
      if (this.watchers.every(isRight)) return;
    }
  }

  /**
   * An item that the log has forgotten, though no board of the node showed it then: the headlines above
   * it were about to expire, and had done so when the viewer was told of them. No entry tells of that.
   */
  #showsForgotten({ ledger, isSettled }: Watcher): boolean {
    const kept = new Set(this.log.slice(-this.#retention).map(({ id }) => id));
    return isSettled && ledger.ids.some((id) => !kept.has(id));
  }

  #report(board: readonly string[]): string {
    const told = this.watchers.map((one) => `${one.state}, shows ${one.ledger.shown.join()}`);
    return [`Not all show entry ${this.log.length}: ${board.join()}`, ...told].join('\n');
  }

  async end(): Promise<void> {
    for (const one of this.watchers) one.leave(true);
    await Promise.allSettled(this.#publishing);
    this.#node.boards.unfollow(this.#name);
  }
}

describe('viewers of a hub', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await openHurriedNode();
  });
  afterAll(() => node.close());

  it(
    'H1 H2 H4 see every entry once and in order, whatever becomes of their connections',
    async () => {
      let count = 0;
      const seen = { upgrades: 0, runs: 0, returns: 0 };
      const property = fc.asyncProperty(
        fc.array(act, { minLength: 5, maxLength: 40, size: 'max' }),
        fc.integer({ min: 5, max: 40 }),
        async (acts, retention) => {
          count += 1;
          const world = new World(node, `round-${count}`, retention);
          await world.start();
          try {
            for (const one of acts) await world.do(one);
            world.publish(aHeadline());
            await world.calm();
          } finally {
            await world.end();
          }
          for (const { upgrades, ledger } of world.watchers) {
            seen.upgrades += upgrades;
            seen.runs += ledger.runs;
            seen.returns += ledger.returns;
          }
        },
      );
      await fc.assert(property, runsInTime(ROUNDS));
      for (const times of [...Object.values(seen), node.hub.slow])
        expect(times).toBeGreaterThan(20);
    },
    limit(120),
  );
});

/** A node to which each look at the clock takes so long that after every slice all else has its turn. */
async function openHurriedNode(): Promise<TestNode> {
  let clock = 0;
  Object.defineProperty(performance, 'now', { value: () => (clock += 10), configurable: true });
  try {
    return await openNode({ channels: [], seats: 2, asksAtOnce: Infinity });
  } finally {
    Reflect.deleteProperty(performance, 'now');
  }
}
