import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { openSeverable, type Severable } from '../support/severable.ts';
import { until } from '../support/until.ts';

/** A client of Redis that types by hand and writes down what comes back. */
interface Client {
  readonly heard: string;
  /** Why it ended: undefined while it lives, '' where the other side closed it properly. */
  readonly end: string | undefined;
  say(...words: string[]): void;
  close(): void;
}

/** Long enough for a local answer to come many times over. */
const A_WHILE = 150;

let redis: TestRedis;
let link: Severable;
const clients: Client[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  link = await openSeverable(redis.port);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await link.close();
});

async function open(): Promise<Client> {
  const socket: Socket = connect(link.port, '127.0.0.1');
  let [heard, end]: [string, string | undefined] = ['', undefined];
  let isOpen = false;
  socket.on('connect', () => (isOpen = true));
  socket.on('data', (data: Buffer) => (heard += data.toString()));
  socket.on('error', ({ message }) => (end = message));
  socket.on('close', () => (end ??= ''));
  await until(() => isOpen || end !== undefined, 'the connection, or its end');
  const client: Client = {
    get heard() {
      return heard;
    },
    get end() {
      return end;
    },
    say(...words) {
      const bulks = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${bulks.join('')}`);
    },
    close: () => socket.destroy(),
  };
  clients.push(client);
  return client;
}

const heard = (client: Client, text: string): Promise<void> =>
  until(() => client.heard.endsWith(text), `to hear ${JSON.stringify(text)}`);

/** One for commands and one for the bell; each was answered. */
async function openBoth(): Promise<{ commands: Client; bell: Client }> {
  const [commands, bell] = await Promise.all([open(), open()]);
  commands.say('SET', 'a', '1');
  await heard(commands, '+OK\r\n');
  bell.say('SUBSCRIBE', 'news');
  await heard(bell, ':1\r\n');
  return { commands, bell };
}

/** Neither an answer nor an end. */
async function expectSilence(client: Client): Promise<void> {
  const before = client.heard;
  client.say('PING');
  const began = performance.now();
  await until(() => performance.now() - began > A_WHILE, 'a while');
  expect([client.heard, client.end]).toEqual([before, undefined]);
}

describe('a link that can be severed', () => {
  it('passes everything, and tells the bell from commands, however the network cuts them up', async () => {
    const { commands, bell } = await openBoth();
    expect(link.passing).toEqual({ commands: 1, bell: 1, undecided: 0 });
    commands.say('PUBLISH', 'news', '*1\r\n$9\r\nSUBSCRIBE\r\n');
    await heard(bell, '$9\r\nSUBSCRIBE\r\n\r\n');
    const long = 'x'.repeat(500_000);
    commands.say('ECHO', long);
    await heard(commands, `${long}\r\n`);
    expect(link.passing).toEqual({ commands: 1, bell: 1, undecided: 0 });
    commands.close();
    await until(() => link.passing.commands === 0, 'the end to be passed on');
  });

  it('resets: what there is and what comes', async () => {
    const { commands, bell } = await openBoth();
    link.cut('reset');
    await until(() => commands.end !== undefined && bell.end !== undefined, 'both ends');
    expect([commands.end, bell.end]).toEqual(['read ECONNRESET', 'read ECONNRESET']);
    const late = await open();
    await until(() => late.end !== undefined, 'the end of the late one');
    expect(late.end).toMatch(/ECONNRESET/);
    link.heal();
    await openBoth();
  });

  it('is silent: nobody hears anything, also of what came during it; later ones pass', async () => {
    const { commands, bell } = await openBoth();
    link.cut('silent');
    const late = await open();
    for (const client of [commands, bell, late]) await expectSilence(client);
    link.heal();
    for (const client of [commands, bell, late]) await expectSilence(client);
    await openBoth();
    expect(link.forgotten).toBe(2);
    commands.close();
    bell.close();
    await until(() => link.forgotten === 0, 'both to be given up');
  });

  it('is slow, in both directions, and fast again', async () => {
    const { commands } = await openBoth();
    link.slow(2_000);
    const began = performance.now();
    commands.say('ECHO', 'x'.repeat(400));
    await heard(commands, 'x\r\n');
    // 400 bytes there and 400 back at 2,000 a second.
    expect(performance.now() - began).toBeGreaterThan(300);
    commands.say('ECHO', 'y'.repeat(100_000));
    link.heal();
    await heard(commands, 'y\r\n');
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each(['reset', 'silent'] as const)('cuts one part only: %s', async (how) => {
    const cut = async (client: Client): Promise<void> => {
      if (how === 'silent') return expectSilence(client);
      await until(() => client.end === 'read ECONNRESET', 'the reset');
    };
    const before = await openBoth();
    link.cut(how, 'commands');
    await cut(before.commands);
    const undecided = await open();
    undecided.say('PING');
    await heard(undecided, '+PONG\r\n');
    undecided.say('GET', 'a');
    await cut(undecided);
    expect(link.forgotten).toBe(how === 'silent' ? 1 : 0);
    expect(undecided.heard).toBe('+PONG\r\n');
    before.bell.say('PING');
    await until(() => before.bell.heard.includes('pong'), 'the bell to be answered');
    link.heal();

    const after = await openBoth();
    link.cut(how, 'bell');
    await cut(after.bell);
    after.commands.say('ECHO', 'still here');
    await heard(after.commands, 'still here\r\n');
    const late = await open();
    late.say('SUBSCRIBE', 'news');
    await cut(late);
    expect(late.heard).toBe('');
  });
});
