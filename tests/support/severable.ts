/**
 * A TCP proxy in front of a Redis, which a test can sever: the network between a hub and its Redis.
 *
 * What a silent cut has swallowed stays dead after `heal`, connections made during the cut too, until
 * their owner gives them up: in a real network the NAT or the firewall between has forgotten them.
 * Their other ends stay open as well (Redis does not learn of it either), until the proxy closes.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createCommandNames } from './command-names.ts';
import { openOneWay, type OneWay } from './one-way.ts';

/** A connection is a bell as soon as it subscribes, and one for commands with its first other command. */
export type Part = 'commands' | 'bell';

export interface Severable {
  readonly port: number;
  /** Connections that pass at present; `undecided`: have not yet said what they are for. */
  readonly passing: Readonly<Record<Part | 'undecided', number>>;
  /** Connections that there were when a silent cut began, and whose owner has not yet given them up. */
  readonly forgotten: number;
  /**
   * `reset`: connections are reset, and new ones refused by a reset. `silent`: nothing passes either
   * way and nobody is told; new connections are taken and swallowed.
   * Of one part only: a new connection passes until it says that it belongs to it.
   */
  cut(how: 'reset' | 'silent', only?: Part): void;
  /** Each connection in each direction. */
  slow(bytesPerSecond: number, only?: Part): void;
  /** Ends the one fault that there is at a time. */
  heal(): void;
  close(): Promise<void>;
}

interface Fault {
  readonly how: 'reset' | 'silent' | 'slow';
  readonly only: Part | undefined;
  readonly rate?: number;
}

interface Line {
  kind: Part | 'undecided';
  readonly client: Socket;
  readonly server: Socket;
  readonly ways: readonly OneWay[];
}

const SUBSCRIBES = new Set(['SUBSCRIBE', 'SSUBSCRIBE', 'PSUBSCRIBE']);
/** What every client says first, whatever it is for. */
const GREETINGS = new Set(['HELLO', 'AUTH', 'CLIENT', 'SELECT', 'PING', 'READONLY']);

function kindOf(names: readonly string[]): Line['kind'] {
  if (names.some((name) => SUBSCRIBES.has(name))) return 'bell';
  return names.every((name) => GREETINGS.has(name)) ? 'undecided' : 'commands';
}

export async function openSeverable(target: number): Promise<Severable> {
  const lines = new Set<Line>();
  /** Whoever is cut off silently, on both sides. */
  const silenced = new Set<Socket>();
  const forgotten = new Set<Socket>();
  let fault: Fault | undefined;

  const strikes = (kind: Line['kind']): boolean =>
    fault !== undefined && (fault.only === undefined || fault.only === kind);

  /** Does to a line what the fault of the moment does to its kind; false: nothing passes on it. */
  function treat(line: Line): boolean {
    const struck = fault && strikes(line.kind) ? fault : undefined;
    if (struck?.how === 'reset') {
      lines.delete(line);
      line.client.resetAndDestroy();
      line.server.resetAndDestroy();
    } else if (struck?.how === 'silent') {
      lines.delete(line);
      for (const way of line.ways) way.stop();
      silence(line.client);
      silence(line.server);
    } else {
      for (const way of line.ways) way.limit(struck?.rate);
    }
    return struck === undefined || struck.how === 'slow';
  }

  function silence(socket: Socket): void {
    silenced.add(socket);
    socket.once('close', () => silenced.delete(socket));
    socket.resume();
  }

  function admit(client: Socket): void {
    client.on('error', () => undefined);
    const how = fault?.only === undefined ? fault?.how : undefined;
    if (how === 'reset') client.resetAndDestroy();
    else if (how === 'silent') silence(client);
    else join(client);
  }

  function join(client: Socket): void {
    const server = connect({ port: target, host: '127.0.0.1', noDelay: true });
    server.on('error', () => undefined);
    const commands = createCommandNames();
    const passes = (bytes: Buffer): boolean => {
      const names = commands.take(bytes);
      if (names.length === 0 || line.kind === 'bell') return true;
      const before = line.kind;
      const said = kindOf(names);
      if (said !== 'undecided') line.kind = said;
      return line.kind === before || treat(line);
    };
    const ways = [
      openOneWay({ from: client, to: server, passes }),
      openOneWay({ from: server, to: client }),
    ];
    const line: Line = { kind: 'undecided', client, server, ways };
    lines.add(line);
    client.once('close', () => lines.delete(line));
    treat(line);
  }

  function strike(next: Fault | undefined): void {
    fault = next;
    for (const line of [...lines]) {
      if (treat(line) || next?.how !== 'silent') continue;
      forgotten.add(line.client);
      line.client.once('close', () => forgotten.delete(line.client));
    }
  }

  const proxy = createServer({ noDelay: true }, admit).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  const count = (kind: Line['kind']): number =>
    [...lines].filter((line) => line.kind === kind).length;
  return {
    port: address.port,
    get passing() {
      return { commands: count('commands'), bell: count('bell'), undecided: count('undecided') };
    },
    get forgotten() {
      return forgotten.size;
    },
    cut: (how, only) => strike({ how, only }),
    slow: (rate, only) => strike({ how: 'slow', only, rate }),
    heal: () => strike(undefined),
    async close() {
      const closed = once(proxy, 'close');
      proxy.close();
      for (const { client, server } of lines) {
        client.destroy();
        server.destroy();
      }
      for (const socket of silenced) socket.destroy();
      await closed;
    },
  };
}
