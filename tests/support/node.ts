/** One node of the hub in the test's own process: a log in memory, its boards, and the sockets. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { createBoards, type Boards } from '../../server/boards/boards.ts';
import { openHub, type Hub } from '../../server/hub/hub.ts';
import type { HubTally } from '../../server/hub/tally.ts';
import { openLog, type Log } from '../../server/telemetry/log.ts';
import { openSqliteWire } from '../../server/wire/sqlite.ts';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { Headline } from '../../shared/headline.ts';
import { aHeadline } from './headlines.ts';

export interface TestNode {
  readonly url: string;
  readonly boards: Boards;
  readonly hub: Hub;
  /** The hub's ends of all TCP connections, by the port of the other end. */
  readonly tcp: ReadonlyMap<number | undefined, Socket>;
  /** Resolves when this node's board has it. */
  publish(headline?: Headline, channel?: string): Promise<void>;
  close(): Promise<void>;
}

export interface NodeOptions {
  readonly channels?: readonly Channel[];
  readonly seats?: number;
  readonly asksAtOnce?: number;
  readonly log?: Log;
  readonly tally?: HubTally;
}

export function aChannel(over: Partial<Channel> = {}): Channel {
  return { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS, ...over };
}

export async function openNode(options: NodeOptions = {}): Promise<TestNode> {
  const { channels = [aChannel()], log = openLog('silent'), ...rest } = options;
  const database = new DatabaseSync(':memory:');
  const wire = openSqliteWire({ database, now: Date.now, newEpoch: () => 'e1' });
  const boards = createBoards(wire, Date.now);
  for (const channel of channels) await boards.follow(channel);
  const server = createServer();
  const tcp = new Map<number | undefined, Socket>();
  server.on('connection', (socket) => {
    const { remotePort } = socket;
    tcp.set(remotePort, socket);
    socket.once('close', () => tcp.delete(remotePort));
  });
  const ports = {
    server,
    boards,
    publicUrl: () => 'http://hub',
    addressOf: () => '127.0.0.1',
    log,
    now: Date.now,
  };
  const hub = openHub({ ...ports, random: Math.random, ...rest });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    boards,
    hub,
    tcp,
    async publish(headline = aHeadline(), channel = 'breaking') {
      const expectedVersion = headline.version - 1;
      const { retention } = boards.channel(channel);
      await wire.append(channel, { headline, expectedVersion, seen: null, retention });
    },
    async close() {
      for (const socket of tcp.values()) socket.destroy();
      await hub.close();
      boards.stop();
      await wire.close();
      database.close();
    },
  };
}
