import { once } from 'node:events';
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { io, type Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import { aHeadline } from '../../tests/support/headlines.ts';
import { until } from '../../tests/support/until.ts';
import { createBoards } from '../boards/boards.ts';
import { openLog } from '../telemetry/log.ts';
import { openSqliteWire } from '../wire/sqlite.ts';
import { openHub } from './hub.ts';

const CHANNEL: Channel = { name: 'breaking', title: 'أخبار عاجلة', ...CHANNEL_DEFAULTS };

it('H3 a headline is encoded as often for fifty viewers as for one, polling or not', async () => {
  const database = new DatabaseSync(':memory:');
  const wire = openSqliteWire({ database, now: Date.now, newEpoch: () => 'e1' });
  const boards = createBoards(wire, Date.now);
  await boards.follow(CHANNEL);
  const server = createServer();
  const hub = openHub({
    server,
    boards,
    addressOf: () => '127.0.0.1',
    publicUrl: () => 'http://hub',
    log: openLog('silent'),
    now: Date.now,
    random: Math.random,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const sockets: Socket[] = [];
  let ready = 0;
  let received = 0;
  const come = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const transports = n % 10 === 9 ? ['polling'] : ['websocket'];
      const auth = { channels: { breaking: null } };
      const socket = io(`http://127.0.0.1:${port}`, { transports, forceNew: true, auth });
      socket.on('snapshot', () => (ready += 1));
      socket.on('entries', () => (received += 1));
      sockets.push(socket);
    }
    await until(() => ready === sockets.length, 'every viewer to have its snapshot');
  };

  let encodings = 0;
  /** Publishes a headline that counts how often it is turned into JSON, on its way to all viewers. */
  const publish = async (): Promise<number> => {
    const headline = aHeadline();
    const counted = Object.assign(
      { ...headline },
      {
        toJSON: () => {
          encodings += 1;
          return headline;
        },
      },
    );
    const [before, seen] = [encodings, received];
    await wire.append('breaking', {
      headline: counted,
      expectedVersion: 0,
      seen: null,
      retention: 100,
    });
    await until(() => received === seen + sockets.length, 'every viewer to have the headline');
    return encodings - before;
  };

  try {
    await come(1);
    const alone = await publish();
    expect(alone).toBeGreaterThan(0);
    await come(49);
    expect(hub.viewers).toBe(50);
    expect(await publish()).toBe(alone);
  } finally {
    for (const socket of sockets) socket.disconnect();
    await hub.close();
    boards.stop();
    await wire.close();
    database.close();
  }
});
