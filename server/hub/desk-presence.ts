/**
 * Who is at the desk and what they look at, and how many watch each channel, at all nodes together. Each node
 * keeps one record of its own in the store, written once a second at most, and only while somebody is at a desk
 * anywhere; from the others' it makes the sum.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { By } from '../../shared/audit.ts';
import type { DeskNode, Looking } from '../../shared/desk.ts';
import { DESK_NODES } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';

export interface Look {
  readonly channel: string;
  readonly item: string;
  readonly by: By;
}

export interface DeskPresence {
  /** Somebody is here, by the id of the connection; with what they look at in each channel. */
  set(session: string, looks: readonly Look[]): void;
  leave(session: string): void;
  /** Told once a second at most when something of it changed. */
  listen(changed: () => void): void;
  /**
   * Somebody asks who is not connected. It counts as somebody at a desk for a while; resolves when the other nodes
   * have had the time to say how many watch at theirs: at once, where somebody was at a desk already.
   */
  asked(): Promise<void>;
  looking(channel: string): Looking[];
  viewers(channel: string): { count: number; byOrigin: Record<string, number> };
  stop(): Promise<void>;
}

export interface DeskPresencePorts {
  readonly store: Store;
  readonly node: string;
  readonly now: () => number;
  /** Viewers of this node, by channel and origin. */
  readonly watching: () => DeskNode['viewers'];
  readonly failed: (error: unknown) => void;
}

/** ms. */
const TICK = 1_000;
/** A node says that it is there so often, though nothing changed; and counts as gone after so long. */
const BEAT = 10_000;
const GONE = 25_000;
/** So long the others need at most to hear that somebody is here, to count and to say it. */
const HEARD = 1.5 * TICK;
/** Somebody who asked is there for so long. */
const ASKED = 30_000;
/** Far longer, since the clocks of nodes may differ. */
const FORGOTTEN = 600_000;

export async function openDeskPresence(ports: DeskPresencePorts): Promise<DeskPresence> {
  const { store, node, now, watching, failed } = ports;
  const listeners: (() => void)[] = [];
  const shelf = openShelf(store, DESK_NODES);
  const sessions = new Map<string, readonly Look[]>();
  let others: readonly DeskNode[] = [];
  let askedAt = -Infinity;
  /** Since when somebody is at a desk anywhere. */
  let since: number | undefined;
  let own = ownNow();
  let written = '';
  let writtenAt = -Infinity;
  let told = '';

  function ownNow(): DeskNode {
    const desks = sessions.size + (now() - askedAt < ASKED ? 1 : 0);
    const isSomebody = desks > 0 || others.some((one) => one.desks > 0);
    since = isSomebody ? (since ?? now()) : undefined;
    const viewers = isSomebody ? watching() : {};
    const people = [...sessions.values()].flat();
    return { node, at: '', desks, people, viewers };
  }

  const isEmpty = ({ desks, viewers }: DeskNode): boolean =>
    desks === 0 && Object.keys(viewers).length === 0;

  async function write(): Promise<void> {
    own = ownNow();
    const text = isEmpty(own) ? '' : JSON.stringify(own);
    const isDue = text !== '' && now() - writtenAt >= BEAT;
    if (text === written && !isDue) return;
    const at = new Date(now()).toISOString();
    await store.write([text === '' ? shelf.remove(node) : shelf.put({ ...own, at })]);
    [written, writtenAt] = [text, now()];
  }

  async function read(): Promise<void> {
    const all = await shelf.all();
    others = all.map(({ value }) => value).filter((one) => one.node !== node);
    // A node that was killed takes nothing away itself, and comes back under another name.
    const dead = all.filter(({ value }) => now() - Date.parse(value.at) > FORGOTTEN);
    for (const { value, revision } of dead) await store.write([shelf.remove(value.node, revision)]);
  }

  function tell(): void {
    const alive = JSON.stringify(nodes().map((one) => ({ ...one, at: '' })));
    if (alive === told) return;
    told = alive;
    for (const changed of listeners) changed();
  }

  const nodes = (): DeskNode[] => [
    own,
    ...others.filter(({ at }) => now() - Date.parse(at) < GONE),
  ];

  async function tick(): Promise<void> {
    await write();
    tell();
  }

  await store.watch((kinds) => {
    if (kinds.includes('desk')) read().catch(failed);
  });
  await read();
  const timer = setInterval(() => void tick().catch(failed), TICK).unref();

  return {
    set: (session, looks) => void sessions.set(session, looks),
    leave: (session) => void sessions.delete(session),
    listen: (changed) => void listeners.push(changed),
    async asked() {
      askedAt = now();
      await tick();
      const left = HEARD - (now() - (since ?? 0));
      if (left > 0) await delay(left, undefined, { ref: false });
    },
    looking(channel) {
      const items = new Map<string, Map<string, By>>();
      for (const { people } of nodes()) {
        for (const { channel: of, item, by } of people) {
          if (of !== channel) continue;
          items.set(item, (items.get(item) ?? new Map<string, By>()).set(by.id, by));
        }
      }
      return [...items].map(([item, people]) => ({ item, people: [...people.values()] }));
    },
    viewers(channel) {
      const byOrigin: Record<string, number> = {};
      for (const { viewers } of nodes()) {
        for (const [origin, count] of Object.entries(viewers[channel] ?? {})) {
          byOrigin[origin] = (byOrigin[origin] ?? 0) + count;
        }
      }
      const count = Object.values(byOrigin).reduce((sum, one) => sum + one, 0);
      return { count, byOrigin };
    },
    async stop() {
      clearInterval(timer);
      if (written !== '') await store.write([shelf.remove(node)]).catch(failed);
    },
  };
}
