import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { ADMIN_KEY, endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { openLine, type Line } from '../support/line.ts';
import { frameOf } from '../support/raw-link.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';

/** Connects many and writes much; a busy machine takes its time. */
const LIMIT = 60_000;
/** As a reader counts them, 280 characters; marks upon marks make it some 4 KB. */
const LONG = 'ل\u064e\u0651\u0670\u0653\u0654\u0655'.repeat(280);
const PING = 9;

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

/** A viewer, and the entries of each channel that it was told, in the order of their arrival. */
interface Reader {
  readonly line: Line;
  readonly seqs: Map<string, number[]>;
  readonly epochs: Map<string, string>;
  packets: number;
  isIn: boolean;
}

let hub: HubProcess;
let api: Api;
let readers: Reader[] = [];
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-slow-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  hub = await startHubProcess({ dataDir });
  api = openApi(hub.url);
}, LIMIT);
afterEach(() => {
  for (const { line } of readers) line.close();
  readers = [];
});

/** `onTold` hears of each `entries` packet, right as it comes. */
async function come(channels: object, onTold = (): void => undefined): Promise<Reader> {
  const line = await openLine(hub.url, {
    onPacket(packet) {
      if (packet.startsWith('0{')) reader.line.send(`40${JSON.stringify({ channels })}`);
      else if (packet.startsWith('40')) reader.isIn = true;
      const channel = /^42\["\w+",\{"channel":"([^"]+)"/.exec(packet)?.[1];
      if (channel === undefined) return;
      const told = [...packet.matchAll(/"seq":(\d+),"headline":\{/g)].map(([, seq]) => Number(seq));
      reader.seqs.set(channel, [...(reader.seqs.get(channel) ?? []), ...told]);
      reader.epochs.set(channel, /"epoch":"([^"]+)"/.exec(packet)?.[1] ?? '');
      if (!packet.startsWith('42["entries"')) return;
      reader.packets += 1;
      onTold();
    },
  });
  const reader: Reader = { line, seqs: new Map(), epochs: new Map(), packets: 0, isIn: false };
  readers.push(reader);
  return reader;
}

async function crowd(count: number, channels: object, onTold?: () => void): Promise<Reader[]> {
  const all: Reader[] = [];
  while (all.length < count) {
    const some = Array.from({ length: Math.min(100, count - all.length) }, () =>
      come(channels, onTold),
    );
    all.push(...(await Promise.all(some)));
    await until(() => all.every(({ isIn }) => isIn), 'the hub to let everyone in', LIMIT);
  }
  return all;
}

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => from + n + 1);
const lastOf = ({ seqs }: Reader, channel: string) => seqs.get(channel)?.at(-1);

it(
  'H1 H2 H4 who reads nothing is cut off, costs the others nothing, and comes back to all it missed',
  async () => {
    await request(`${hub.url}/api/channels`, 'POST', { name: 'flood', title: 'سيل' });
    const flood = `${hub.url}/api/channels/flood/headlines`;
    const honest = await crowd(300, { breaking: null });
    const { epoch, seq: start } = await api.board();
    const both = { breaking: { epoch, seq: start }, flood: null };
    const [stuck, sipper] = [await come(both), await come(both)];
    await until(
      () => lastOf(stuck, 'flood') !== undefined || stuck.seqs.has('flood'),
      'its boards',
    );
    await until(() => sipper.seqs.has('flood'), 'the boards');
    stuck.line.pause();
    sipper.line.pause();
    const sipping = setInterval(() => sipper.line.sip(100), 100);
    let seq = start;
    let flooded = 0;
    try {
      while (!stuck.line.closed && flooded < 10_000) {
        // It still writes, or it would not notice the end before it reads on.
        stuck.line.send('3');
        const many = Array.from({ length: 12 }, () => ({ headline: LONG }));
        const [published, answer] = await Promise.all([
          api.publish({ headline: LONG }),
          request(flood, 'POST', many),
        ]);
        expect([answer.status, published.seq]).toEqual([207, seq + 1]);
        seq = published.seq;
        flooded += many.length;
      }
    } finally {
      clearInterval(sipping);
    }
    expect(stuck.line.closed).toBe(true);
    await until(() => honest.every((one) => lastOf(one, 'breaking') === seq), 'all the others');
    for (const one of honest) {
      expect(one.seqs.get('breaking')).toEqual(upTo(start, seq));
      expect(one.line.closed).toBe(false);
    }
    const sips = sipper.seqs.get('flood') ?? [];
    expect(sips).toEqual(upTo(0, sips.length));
    // Whatever reached it before the end counts.
    stuck.line.resume();
    const after = (channel: string) => ({
      epoch: stuck.epochs.get(channel),
      seq: lastOf(stuck, channel) ?? (channel === 'flood' ? 0 : start),
    });
    const back = await come({ breaking: after('breaking'), flood: after('flood') });
    await until(() => lastOf(back, 'flood') === flooded, 'what it missed');
    const all = (channel: string) => [stuck, back].flatMap(({ seqs }) => seqs.get(channel) ?? []);
    expect(all('flood')).toEqual(upTo(0, flooded));
    expect(all('breaking')).toEqual(upTo(start, seq));
  },
  LIMIT,
);

/** A publisher who notices the very moment of its answer. */
function publisher(onAnswer: () => void): { socket: Socket; publish: () => void } {
  const { hostname, port, host } = new URL(hub.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('data', (data) => {
    if (data.toString('latin1').startsWith('HTTP/1.1 201')) onAnswer();
  });
  const body = JSON.stringify({ headline: LONG });
  const head = [
    'POST /api/channels/breaking/headlines HTTP/1.1',
    `Host: ${host}`,
    `Authorization: Bearer ${ADMIN_KEY}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '\r\n',
  ];
  return { socket, publish: () => void socket.write(head.join('\r\n') + body) };
}

it(
  'H3 while a headline is on its way to many, the hub answers publishers and pings',
  async () => {
    const MANY = 1_500;
    const order: string[] = [];
    let told = 0;
    const many = await crowd(MANY, { breaking: null }, () => {
      told += 1;
      if (told === 1) {
        order.push('first viewer');
        second.publish();
        many[0]?.line.write(frameOf({ opcode: PING }));
      }
      if (told === MANY) order.push(`last viewer, pongs: ${many[0]?.line.pongs ?? 0}`);
    });
    const first = publisher(() => undefined);
    const second = publisher(() => order.push('answer'));
    leftovers.defer(() => void first.socket.destroy());
    leftovers.defer(() => void second.socket.destroy());
    const { seq: start } = await api.board();
    let seq = start;
    // A busy machine may be late to ask in time; it is not late each time.
    let [answers, pongs] = [0, 0];
    for (let round = 1; round <= 20 && (answers === 0 || pongs === 0); round += 1) {
      told = 0;
      order.length = 0;
      first.publish();
      seq += 2;
      await until(() => many.every((one) => lastOf(one, 'breaking') === seq), 'both headlines');
      await until(() => many[0]?.line.pongs === round, 'the pong');
      if (order[1] === 'answer') answers += 1;
      if (order.includes(`last viewer, pongs: ${round}`)) pongs += 1;
    }
    expect(answers).toBeGreaterThan(0);
    expect(pongs).toBeGreaterThan(0);
    for (const one of many) one.packets = 0;
    const burst = Array.from({ length: 100 }, () => api.publish({ headline: 'خبر' }));
    seq += (await Promise.all(burst)).length;
    await until(() => many.every((one) => lastOf(one, 'breaking') === seq), 'the whole burst');
    for (const one of many) {
      expect(one.packets).toBeLessThan(burst.length / 2);
      expect(one.seqs.get('breaking')).toEqual(upTo(start, seq));
    }
  },
  LIMIT,
);
