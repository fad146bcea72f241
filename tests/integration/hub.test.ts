import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Closed, Entries, Snapshot } from '../../shared/protocol.ts';
import { BACKENDS, startHubs, type TestHubs } from '../support/hubs.ts';
import { request as call } from '../support/request.ts';
import { until } from '../support/until.ts';

const HEADLINE = 'سي إن إن: اجتماع "لافروف - كيم" يشير لتورط أعمق لكوريا الشمالية';

/** What a viewer was told, in order. */
interface Told {
  readonly socket: Socket;
  readonly snapshots: Snapshot[];
  readonly entries: Entries[];
  readonly closed: Closed[];
}

const publishedSchema = z.looseObject({ id: z.string(), epoch: z.string(), seq: z.number() });

function watch(
  url: string,
  channels: Record<string, unknown>,
  transports = ['websocket'],
  origin?: string,
): Told {
  const extraHeaders = origin === undefined ? {} : { origin };
  const socket = io(url, { auth: { channels }, transports, forceNew: true, extraHeaders });
  const told: Told = { socket, snapshots: [], entries: [], closed: [] };
  socket.on('snapshot', (snapshot: Snapshot) => told.snapshots.push(snapshot));
  socket.on('entries', (entries: Entries) => told.entries.push(entries));
  socket.on('closed', (closed: Closed) => told.closed.push(closed));
  return told;
}

describe.each(BACKENDS)('the hub on %s', (backend) => {
  let hubs: TestHubs;
  let headlines: string;
  let url: string;
  let otherUrl: string;
  const viewers: Told[] = [];
  const viewer = (...of: Parameters<typeof watch>): Told => {
    const told = watch(...of);
    viewers.push(told);
    return told;
  };

  const publish = async (body: unknown, path = headlines) =>
    publishedSchema.parse((await call(path, 'POST', body)).body);

  beforeAll(async () => {
    // On Redis two hubs share the log: what one publishes, the other's viewers see.
    hubs = await startHubs(backend);
    ({ url, otherUrl } = hubs);
    headlines = `${url}/api/channels/breaking/headlines`;
  });
  afterAll(async () => {
    for (const { socket } of viewers) socket.disconnect();
    await hubs.close();
  });

  it('H1 H2 a viewer gets the board, then every change once and in order', async () => {
    const told = viewer(otherUrl, { breaking: null });
    await until(() => told.snapshots.length === 1, 'the snapshot');
    const { id } = await publish({ headline: HEADLINE, summary: 'لا يرسل' });
    const one = `${otherUrl}/api/channels/breaking/headlines/${id}`;
    const corrected = await call(one, 'PATCH', { headline: 'تصحيح' }, { 'if-match': '"1"' });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2 } });
    const withdrawn = await call(one, 'DELETE', { edNote: 'خطأ' });
    expect(withdrawn).toMatchObject({ status: 200, body: { version: 3, pubStatus: 'canceled' } });
    await until(() => told.entries.length === 3, 'three entries');
    const items = told.entries.flatMap(({ entries }) => entries.map(({ headline }) => headline));
    expect(items.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(items[0]).not.toHaveProperty('summary');
    expect(items[2]).not.toHaveProperty('headline');
  });

  it('H1 a viewer who comes back by polling gets just what it missed, a stranger a snapshot', async () => {
    const { epoch, seq } = await publish({ headline: 'أول' });
    await publish({ headline: 'ثان' });
    const back = viewer(url, { breaking: { epoch, seq } }, ['polling']);
    await until(() => back.entries.length === 1, 'the missed entry');
    expect(back.entries[0]?.entries.map((entry) => entry.seq)).toEqual([seq + 1]);
    expect(back.snapshots).toEqual([]);
    const stranger = viewer(url, { breaking: { epoch: 'another', seq } });
    const early = viewer(url, { breaking: { epoch, seq: seq + 1_000 } });
    await until(() => stranger.snapshots.length + early.snapshots.length === 2, 'two snapshots');
  });

  it('H2 what a handshake asks amiss is refused with a problem', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`channel-${n}`, null]),
    );
    for (const [channels, code] of [
      [{ nowhere: null }, 'channel_unknown'],
      [{ breaking: 'here' }, 'bad_position'],
      [many, 'too_many_channels'],
    ] as const) {
      const { socket } = viewer(url, channels);
      const error = await new Promise<Error & { data?: unknown }>((resolve) => {
        socket.on('connect_error', resolve);
      });
      expect(error.data).toMatchObject({ code });
    }
  });

  const refusedWith = (told: Told) =>
    new Promise<unknown>((resolve) => {
      told.socket.on('connect_error', (error: Error & { data?: unknown }) => {
        resolve(error.data);
      });
    });

  it('H1 a channel may be shown by the sites it allows, and by no other', async () => {
    const site = 'https://news.example';
    const settings = { name: 'private', title: 'خاص', allowedOrigins: [site] };
    await call(`${url}/api/channels`, 'POST', settings);
    await call(`${url}/api/channels/private/headlines`, 'POST', { headline: 'خبر' });
    const stranger = viewer(url, { private: null }, ['websocket'], 'https://other.example');
    expect(await refusedWith(stranger)).toMatchObject({ code: 'origin_forbidden' });
    const guest = viewer(url, { private: null }, ['polling'], site);
    const own = viewer(url, { private: null }, ['websocket'], url);
    const program = viewer(url, { private: null });
    for (const told of [guest, own, program]) {
      await until(() => told.snapshots.length === 1, 'the snapshot');
    }
    // Taken away while they watch.
    const path = `${otherUrl}/api/channels/private`;
    await call(path, 'PATCH', { allowedOrigins: ['https://third.example'] });
    await until(() => guest.closed.length === 1, 'the guest to be told');
    expect(guest.closed[0]).toMatchObject({
      channel: 'private',
      problem: { code: 'origin_forbidden' },
    });
    await until(() => own.snapshots.length === 2, 'the others to be told of the settings');
    await call(`${url}/api/channels/private/headlines`, 'POST', { headline: 'بعد' });
    await until(() => own.entries.length === 1, 'the entry at a page of the hub');
    expect(guest.entries).toEqual([]);
  });

  it('H1 viewers of a channel see its new settings, and hear of its end', async () => {
    await call(`${url}/api/channels`, 'POST', { name: 'sport', title: 'رياضة' });
    const told = viewer(url, { sport: null, breaking: null });
    await until(() => told.snapshots.length === 2, 'both snapshots');
    await call(`${otherUrl}/api/channels/sport`, 'PATCH', { title: 'ملاعب', boardSize: 5 });
    await until(() => told.snapshots.length === 3, 'the new settings');
    expect(told.snapshots[2]).toMatchObject({ channel: 'sport', title: 'ملاعب', boardSize: 5 });
    await call(`${otherUrl}/api/channels/sport`, 'DELETE');
    await until(() => told.closed.length === 1, 'the end');
    expect(told.closed[0]).toMatchObject({
      channel: 'sport',
      problem: { code: 'channel_unknown' },
    });
    // The other channel of the same viewer goes on.
    await call(headlines, 'POST', { headline: 'خبر' });
    await until(() => told.entries.length === 1, 'an entry of the other channel');
  });

  it('H1 a viewer may ask for one more channel, and for none again', async () => {
    const told = viewer(url, {});
    await until(() => told.socket.connected, 'the connection');
    const ask = async (event: string, body: unknown): Promise<unknown> =>
      told.socket.timeout(5_000).emitWithAck(event, body);
    const position = await ask('subscribe', { channel: 'breaking' });
    expect(told.snapshots).toMatchObject([position]);
    expect(await ask('subscribe', { channel: 'breaking', position })).toEqual(position);
    const { entries, outline } = told.entries[0] ?? {};
    expect(entries).toEqual([]);
    expect(outline?.ids).toEqual(told.snapshots[0]?.headlines.map(({ id }) => id));
    for (const [body, code] of [
      [{ channel: 'nowhere' }, 'channel_unknown'],
      [{ channel: '__proto__' }, 'channel_unknown'],
      [{ channel: 'breaking', position: { epoch: 1, seq: 'x' } }, 'bad_position'],
      [{ channel: 7 }, 'invalid'],
      [null, 'invalid'],
    ] as const) {
      expect(await ask('subscribe', body)).toMatchObject({ problem: { code } });
    }
    expect(await told.socket.timeout(5_000).emitWithAck('subscribe')).toMatchObject({
      problem: { code: 'invalid' },
    });
    expect(await ask('unsubscribe', { channel: 'breaking' })).toEqual({});
    await call(headlines, 'POST', { headline: 'خبر' });
    expect(await ask('subscribe', { channel: 'breaking' })).toHaveProperty('seq');
    expect(told.entries).toHaveLength(1);
  });

  it('H1 H2 a connection is one viewer, however often one polling body asks for it', async () => {
    const poll = `${url}/socket.io/?EIO=4&transport=polling`;
    const opening = (await (await fetch(poll)).text()).slice(1);
    const { sid } = JSON.parse(opening) as { sid: string };
    const body = Array(500).fill('40{"channels":{"breaking":null}}').join('\x1e');
    await fetch(`${poll}&sid=${sid}`, { method: 'POST', body });
    let told = '';
    await until(async () => {
      told += await (await fetch(`${poll}&sid=${sid}`)).text();
      return told.includes('42["snapshot"') && told.split('44{').length === 500;
    }, 'one snapshot and all refusals');
    expect(told.split('42["snapshot"')).toHaveLength(2);
    expect(told.split('40{')).toHaveLength(2);
  });

  it('H1 a viewer who leaves and comes back over the same connection is let in again', async () => {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    const heard: string[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(String(data)));
    const heardOf = (start: string) => heard.filter((packet) => packet.startsWith(start)).length;
    await until(() => heardOf('0{') === 1, 'the handshake');
    const ask = (): void => socket.send('40{"channels":{"breaking":null}}');
    ask();
    await until(() => heardOf('42["snapshot"') === 1, 'the snapshot');
    socket.send('41');
    // Nothing answers a farewell: who has been answered twice since then was answered after it.
    await fetch(`${url}/healthz`);
    await fetch(`${url}/healthz`);
    ask();
    await until(() => heardOf('42["snapshot"') === 2, 'the snapshot after the return');
    socket.close();
  });

  it('H1 an older headline rises when one of a full board expires, without a message from anyone', async () => {
    await call(`${url}/api/channels`, 'POST', { name: 'short', title: 'قصير', boardSize: 2 });
    const path = `${url}/api/channels/short/headlines`;
    const ids: string[] = [];
    for (const headline of ['أ', 'ب', 'ج']) ids.push((await publish({ headline }, path)).id);
    const told = viewer(otherUrl, { short: null });
    const shown = () => told.snapshots.map((one) => one.headlines.map(({ id }) => id));
    const newest = [ids[2], ids[1]].join();
    // A node may still be reading its log.
    await until(() => shown().at(-1)?.join() === newest, 'the snapshot');
    // Only now it is told when it ends: however slow the machine, the viewer is there before.
    const expires = new Date(Date.now() + 2_000).toISOString();
    await call(`${path}/${ids[2] ?? ''}`, 'PATCH', { expires }, { 'if-match': '"1"' });
    await until(() => told.entries.length > 0, 'the correction');
    const before = shown().length;
    await until(() => shown().length > before, 'the snapshot after the end');
    expect(shown().slice(before)).toEqual([[ids[1], ids[0]]]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires));
    expect((await call(path, 'GET')).body).toMatchObject({
      headlines: [{ id: ids[1] }, { id: ids[0] }],
    });
  });
});
