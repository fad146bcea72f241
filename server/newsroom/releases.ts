/**
 * Sends what is held when its time has come: each node keeps an eye on all of it, and one that marks an item
 * first sends it. Should that node die before it is done, the others go on with it. None of this can publish
 * twice: an item goes out under an idempotency key of its own (P1).
 */
import type { Channel } from '../../shared/channel.ts';
import { isBound, type Held } from '../../shared/held.ts';
import { asProblem, PROBLEMS } from '../../shared/problem.ts';
import { HELD } from '../store/records.ts';
import { openShelf, type Standing } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import type { Newsroom } from './newsroom.ts';
import { sendOut } from './send-out.ts';
import { forgetUndone } from './undone.ts';

export interface Releases {
  /** No further item is begun; resolves when those under way are done. */
  stop(): Promise<void>;
}

export interface ReleasesPorts {
  readonly store: Store;
  readonly newsroom: Newsroom;
  /** Problem: `channel_unknown`. */
  readonly channel: (name: string) => Promise<Channel>;
  readonly now: () => number;
  /** Told what could not be read or sent; it is tried again. */
  readonly failed: (error: unknown) => void;
}

/** ms after which a node that marked an item and did not send it counts as dead. */
const TAKE_OVER = 600;
/** ms until what could not be read or sent is tried again. */
const RETRY = 500;
/** Node's timers take no more than 2³¹ ms. */
const LONGEST_SLEEP = 3_600_000;

export async function openReleases(ports: ReleasesPorts): Promise<Releases> {
  const { store, newsroom, channel: channelOf, now, failed } = ports;
  const shelf = openShelf(store, HELD);
  const underWay = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const time = (): string => new Date(now()).toISOString();

  /** When a node may send it, ms since 1970. */
  function turnOf({ due, releasing }: Held): number {
    return releasing === undefined ? Date.parse(due) : Date.parse(releasing) + TAKE_OVER;
  }

  async function send(one: Held): Promise<void> {
    const { revision } = (await shelf.find(one.id)) ?? {};
    if (revision === undefined) return;
    try {
      const author = { by: one.by, from: '' };
      await sendOut(newsroom, await channelOf(one.channel), one, author);
      await store.write([shelf.remove(one.id)]);
    } catch (error) {
      const problem = asProblem(error);
      // It stays marked, and its turn comes again.
      if ('retryable' in PROBLEMS[problem.code] || problem.code === 'internal') throw error;
      const { releasing: _, ...kept } = one;
      // Also where a node told of the pause a moment later than this one: it goes when the pause is over.
      await store.write([shelf.put({ ...kept, problem: problem.toDocument() }, revision)]);
    }
  }

  /** Marks it, so that nobody can take it back any more, and sends it. */
  async function release({ value, revision }: Standing<Held>): Promise<void> {
    const { problem: _, ...kept } = value;
    const marked = { ...kept, releasing: time() };
    if (await store.write([shelf.put(marked, revision)])) await send(marked);
  }

  function begin(one: Standing<Held>): void {
    const { id } = one.value;
    if (underWay.has(id)) return;
    const releasing = release(one)
      .catch(failed)
      .finally(() => {
        underWay.delete(id);
      });
    underWay.set(id, releasing);
  }

  function sleep(ms: number): void {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(look, Math.min(Math.max(ms, 0), LONGEST_SLEEP)).unref();
  }

  let looking = false;
  let again = false;

  /** One look at a time; a change that is told meanwhile is looked at after it. */
  function look(): void {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    lookOnce()
      .then(sleep, (error: unknown) => {
        failed(error);
        sleep(RETRY);
      })
      .finally(() => {
        looking = false;
        const anew = again;
        again = false;
        if (anew) look();
      });
  }

  /** It has met a pause that goes on. */
  async function isPaused({ problem, channel }: Held): Promise<boolean> {
    if (problem?.code !== 'paused') return false;
    try {
      return (await channelOf(channel)).paused;
    } catch (error) {
      // Deleted meanwhile: sending it says so.
      if (asProblem(error).code === 'channel_unknown') return false;
      throw error;
    }
  }

  /** Resolves with the ms until the next one's turn. */
  async function lookOnce(): Promise<number> {
    const bound = (await shelf.all()).filter(({ value }) => isBound(value));
    const due = bound.filter(({ value }) => turnOf(value) <= now());
    const waits = await Promise.all(due.map(({ value }) => isPaused(value)));
    if (stopped) return LONGEST_SLEEP;
    due.filter((_, at) => waits[at] !== true).forEach(begin);
    const turns = bound.filter((one) => !due.includes(one)).map(({ value }) => turnOf(value));
    return Math.min(...turns, now() + (due.length > 0 ? RETRY : LONGEST_SLEEP)) - now();
  }

  await store.watch((kinds) => {
    if (kinds.includes('held') || kinds.includes('channel')) look();
  });
  const stopForgetting = forgetUndone(ports);
  look();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      stopForgetting();
      await Promise.all(underWay.values());
    },
  };
}
