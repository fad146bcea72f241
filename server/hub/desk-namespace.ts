/**
 * The people at the desk, live: what is held, that a board changed, who looks at what, how many watch. A
 * namespace of its own beside the viewers', with Socket.IO's stock adapter: they are few. **The danger** is
 * another site's page that connects with a person's cookie (CORS does not apply to WebSockets), and a person
 * whose rights have ended.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import type { DeskClientEvents, DeskServerEvents } from '../../shared/desk.ts';
import { asProblem, Problem, PROBLEMS } from '../../shared/problem.ts';
import { mayAs, roleIn } from '../../shared/role.ts';
import type { Actor } from '../access/access.ts';
import type { Boards } from '../boards/boards.ts';
import type { Desk } from '../newsroom/desk.ts';
import type { Store } from '../store/store.ts';
import type { DeskPresence } from './desk-presence.ts';
import { openDrain, type DrainPorts } from './drain.ts';
import { partFrom } from './farewell.ts';
import type { SocketServer } from './socket-server.ts';
import type { Connection } from './viewer.ts';

export interface DeskNamespacePorts {
  readonly boards: Boards;
  readonly desk: Pick<Desk, 'held'>;
  readonly store: Pick<Store, 'watch'>;
  /** Who asks, by the headers of the handshake; it refuses what another site's page sent. */
  readonly identify: (headers: IncomingHttpHeaders, from: string) => Promise<Actor>;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly failed: (error: unknown) => void;
}

export interface DeskNamespace {
  /** Tells everybody when to leave for another node, as viewers are told; resolves when they are gone. */
  drain(when: Pick<DrainPorts<never>, 'within' | 'elapsed' | 'random' | 'signal'>): Promise<void>;
  /** Whoever is still here comes back by itself. */
  close(): void;
}

interface Data {
  actor?: Actor;
  looks?: Map<string, string>;
}
type NoEvents = Record<string, never>;
type Person = Socket<DeskClientEvents, DeskServerEvents, NoEvents, Data>;
type People = Namespace<DeskClientEvents, DeskServerEvents, NoEvents, Data>;

interface Asking {
  readonly headers: IncomingHttpHeaders;
  readonly from: string;
}

/** ms: changes that come together are told together. */
const TOGETHER = 50;
/** ms between two looks whether everybody may still be here; they are out within 5 s. */
const AGAIN = 3_000;
/** Bytes of a list that goes into a packet: well below what counts as a slow reader's. */
const MOST = 100_000;
const lookSchema = z.object({ channel: z.string(), item: z.string().max(128).nullable() });

export async function openDeskNamespace(
  io: SocketServer,
  presence: DeskPresence,
  ports: DeskNamespacePorts,
): Promise<DeskNamespace> {
  const { boards, desk, store, identify, addressOf, failed } = ports;
  // Socket.IO types one set of events for all namespaces of a server.
  const people = io.of('/desk') as unknown as People;
  /** Of connections that bring a right with them; the hub forgets the request of each. */
  const asking = new WeakMap<Connection, Asking>();

  io.engine.prependListener('connection', (conn: Connection) => {
    const { headers } = conn.request;
    if (headers.cookie === undefined && headers.authorization === undefined) return;
    const { cookie, authorization, host, origin, 'sec-fetch-site': site } = headers;
    const kept = { cookie, authorization, host, origin, 'sec-fetch-site': site };
    asking.set(conn, { headers: kept, from: addressOf(conn.request) });
  });

  async function actorOf({ conn }: Person): Promise<Actor> {
    const asked = asking.get(conn);
    if (!asked) throw new Problem('key_missing', 'Send a session or an API key');
    return identify(asked.headers, asked.from);
  }

  function channelsOf({ roles }: Actor): string[] {
    return boards
      .channels()
      .map(({ name }) => name)
      .filter((name) => {
        const role = roleIn(roles, name);
        return role !== undefined && mayAs(role, 'reporter');
      });
  }

  async function tellHeld(channel: string, to: Pick<Person, 'emit'> = people.to(channel)) {
    const held = await desk.held(channel);
    const isMuch = JSON.stringify(held).length > MOST;
    to.emit('held', isMuch ? { channel } : { channel, held });
  }

  /** The rooms of what one may see now, and no other. */
  async function settle(person: Person, actor: Actor): Promise<void> {
    person.data.actor = actor;
    const may = new Set(channelsOf(actor));
    for (const room of person.rooms) {
      if (room === person.id || may.has(room)) continue;
      void person.leave(room);
      person.data.looks?.delete(room);
    }
    const fresh = [...may].filter((channel) => !person.rooms.has(channel));
    for (const channel of fresh) void person.join(channel);
    note(person);
    for (const channel of fresh) {
      await tellHeld(channel, person);
      tellOne(channel, person);
    }
  }

  function note({ id, connected, data: { actor, looks = new Map() } }: Person): void {
    // Who left while its rights were looked up would never leave again.
    if (!actor || !connected) return;
    const all = [...looks].map(([channel, item]) => ({ channel, item, by: actor.by }));
    presence.set(id, all);
  }

  function tellOne(channel: string, to: Pick<Person, 'emit'>): void {
    to.emit('presence', { channel, looking: presence.looking(channel) });
    to.emit('viewers', { channel, ...presence.viewers(channel) });
  }

  people.use((person, next) => {
    actorOf(person).then(
      (actor) => {
        person.data.actor = actor;
        next();
      },
      (error: unknown) => {
        const problem = asProblem(error);
        next(Object.assign(new Error(problem.message), { data: problem.toDocument() }));
      },
    );
  });

  people.on('connection', (person) => {
    person.on('disconnect', () => presence.leave(person.id));
    person.on('look', (asked: unknown) => {
      const { data: at } = lookSchema.safeParse(asked);
      if (!at || !person.rooms.has(at.channel)) return;
      const looks = (person.data.looks ??= new Map());
      if (at.item === null) looks.delete(at.channel);
      else looks.set(at.channel, at.item);
      note(person);
    });
    const { actor } = person.data;
    if (actor) settle(person, actor).catch(failed);
  });

  async function askAgain(person: Person): Promise<void> {
    try {
      await settle(person, await actorOf(person));
    } catch (error) {
      // While the store is away nobody's rights can have ended.
      const { code } = asProblem(error);
      if (!('retryable' in PROBLEMS[code])) person.disconnect(true);
    }
  }

  const held = createTogether((channels) => {
    for (const channel of channels) {
      if ((people.adapter.rooms.get(channel)?.size ?? 0) > 0) tellHeld(channel).catch(failed);
    }
  });
  const changed = createTogether((channels) => {
    for (const channel of channels) people.to(channel).emit('changed', { channel });
  });
  boards.listen({ entries: changed.add, renewed: changed.add, closed: changed.add });
  const timer = setInterval(() => {
    for (const person of people.sockets.values()) void askAgain(person);
  }, AGAIN).unref();

  presence.listen(() => {
    for (const channel of people.adapter.rooms.keys()) {
      if (boards.has(channel)) tellOne(channel, people.to(channel));
    }
  });
  await store.watch((kinds) => {
    if (kinds.includes('held')) for (const { name } of boards.channels()) held.add(name);
  });
  const part = ({ conn }: Person): void => partFrom(conn);
  return {
    drain: (when) =>
      openDrain<Person>({
        ...{ ...when, guests: people, part, isDone: () => people.sockets.size === 0 },
        tell: (person, afterMs) => person.emit('drain', { afterMs }),
      }),
    close() {
      clearInterval(timer);
      held.stop();
      changed.stop();
      people.sockets.forEach(part);
    },
  };
}

function createTogether(tell: (all: readonly string[]) => void) {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  return {
    add(one: string): void {
      waiting.add(one);
      timer ??= setTimeout(() => {
        timer = undefined;
        const all = [...waiting];
        waiting.clear();
        tell(all);
      }, TOGETHER).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
