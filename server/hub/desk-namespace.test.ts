import { DatabaseSync } from 'node:sqlite';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { openNode } from '../../tests/support/node.ts';
import { until } from '../../tests/support/until.ts';
import type { Actor } from '../access/access.ts';
import { openSqliteStore } from '../store/sqlite.ts';

const ACTOR: Actor = {
  by: { kind: 'person', id: 'p1', name: 'سلمى' },
  from: '127.0.0.1',
  roles: { '*': 'editor' },
};

it('N14 who left while its rights were looked up again is not at the desk', async () => {
  const database = new DatabaseSync(':memory:');
  const store = openSqliteStore(database);
  const node = await openNode();
  const lookUps: Promise<Actor>[] = [];
  let asked = 0;
  const desk = await node.hub.openDesk({
    ...{ store, node: 'a', desk: { held: () => Promise.resolve([]) } },
    identify() {
      asked += 1;
      return lookUps[0] ?? Promise.resolve(ACTOR);
    },
    failed: () => undefined,
  });
  const people = async () => JSON.stringify(await store.all('desk'));
  const person = io(`${node.url}/desk`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { authorization: 'Bearer x' },
  });
  person.on('connect', () => person.emit('look', { channel: 'breaking', item: 'x' }));
  await until(async () => (await people()).includes('p1'), 'it to be at the desk');
  const slow = Promise.withResolvers<Actor>();
  lookUps.push(slow.promise);
  const before = asked;
  await until(() => asked > before, 'its rights to be looked up again');
  person.close();
  await until(async () => !(await people()).includes('p1'), 'it to be gone');
  slow.resolve(ACTOR);
  const last = asked;
  // Two more seconds of the presence, in which it would be written again.
  const since = performance.now();
  await until(() => performance.now() - since > 2_200, 'the next ticks');
  expect(await people()).not.toContain('p1');
  expect(asked).toBe(last);
  await desk.close();
  await node.close();
  database.close();
}, 20_000);
