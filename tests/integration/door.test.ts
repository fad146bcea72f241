import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../support/api.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { ask, openPoller, POLLING } from '../support/poll.ts';
import { openConnection, openUpgraded, upgradeRequest } from '../support/raw-link.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';

// Who comes in at all, before anybody is a viewer.

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const MOST = 3;
let hub: HubProcess;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-door-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  hub = await startHubProcess({ dataDir, maxViewers: MOST });
}, 60_000);

const openSchema = z.object({ sid: z.string() });

/** A viewer that polls, from a page of some site. */
async function openVisit(origin: string) {
  const headers = { origin };
  const opening = await fetch(`${hub.url}${POLLING}`, { headers });
  const { sid } = openSchema.parse(JSON.parse((await opening.text()).slice(1)));
  const url = `${hub.url}${POLLING}&sid=${sid}`;
  return {
    async say(body: string): Promise<void> {
      await fetch(url, { method: 'POST', body, headers });
    },
    async hear(start: string): Promise<string> {
      let found: string | undefined;
      await until(async () => {
        const packets = (await (await fetch(url, { headers })).text()).split('\x1e');
        found = packets.find((packet) => packet.startsWith(start));
        return found !== undefined;
      }, `a packet that begins with ${start}`);
      return found ?? '';
    },
    /** The hub has heard the farewell when it answers 400 to what comes next. */
    async end(): Promise<void> {
      await fetch(url, { method: 'POST', body: '1', headers });
    },
  };
}

describe('the door', () => {
  it('H1 lets pages of every site poll, also those whose client adds headers', async () => {
    const origin = 'https://news.example';
    const opening = await fetch(`${hub.url}${POLLING}`, { headers: { origin } });
    expect(opening.headers.get('access-control-allow-origin')).toBe('*');
    const { sid } = openSchema.parse(JSON.parse((await opening.text()).slice(1)));
    await ask(`${hub.url}${POLLING}&sid=${sid}`, 'POST', '1');
    const asked = await fetch(`${hub.url}${POLLING}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-mine',
      },
    });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'x-mine',
    });
  });

  it('H1 remembers the page of a connection, also when its viewer leaves and comes back', async () => {
    const allowedOrigins = ['https://friend.example'];
    const settings = { name: 'private', title: 'خاص', allowedOrigins };
    expect((await request(`${hub.url}/api/channels`, 'POST', settings)).status).toBe(201);
    const visit = await openVisit('https://stranger.example');
    for (let n = 0; n < 2; n += 1) {
      await visit.say('40{"channels":{"private":null}}');
      expect(await visit.hear('44')).toContain('"code":"origin_forbidden"');
      await visit.say('40{"channels":{"breaking":null}}');
      await visit.hear('42["snapshot"');
      await visit.say('420["subscribe",{"channel":"private"}]');
      expect(await visit.hear('430')).toContain('"code":"origin_forbidden"');
      await visit.say('41');
    }
    await visit.end();
    const friend = await openVisit('https://friend.example');
    await friend.say('40{"channels":{"private":null}}');
    await friend.hear('42["snapshot"');
    await friend.end();
  });

  it('H4 refuses more viewers than MAX_VIEWERS, by either transport, and those inside go on', async () => {
    const inside = await openPoller(hub.url);
    const [leaving] = [await openUpgraded(hub.url), await openUpgraded(hub.url)];
    const polling = await fetch(`${hub.url}${POLLING}`);
    expect(polling.status).toBe(503);
    expect(Number(polling.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
    expect(polling.headers.get('content-type')).toBe('application/problem+json');
    expect(await polling.json()).toMatchObject({ code: 'hub_full', retryable: true });
    const upgrade = await openConnection(hub.url);
    upgrade.write(upgradeRequest());
    await until(() => upgrade.closed, 'the refusal');
    expect(upgrade.heard).toMatch(/^HTTP\/1\.1 503 /);
    expect(upgrade.heard).toMatch(/Retry-After: \d+\r\n/);
    expect(upgrade.heard).toContain('"code":"hub_full"');
    // Those inside still get every headline.
    const { id } = await openApi(hub.url).publish({ headline: 'خبر لمن في الداخل' });
    await until(async () => (await inside.poll()).text.includes(id), 'the headline inside');
    // A place that becomes free is given away.
    await leaving.reset();
    await until(async () => (await fetch(`${hub.url}${POLLING}`)).status === 200, 'a free place');
  });

  it('H4 takes no more viewers a second than MAX_CONNECTS_PER_SECOND, and those inside go on', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ajil-door-'));
    leftovers.defer(() => rm(dataDir, { recursive: true }));
    const environment = { MAX_CONNECTS_PER_SECOND: '4' };
    const calm = await startHubProcess({ dataDir, environment });
    const inside = await openPoller(calm.url);
    const crowd = await Promise.all(Array.from({ length: 40 }, () => openConnection(calm.url)));
    for (const one of crowd) one.write(upgradeRequest());
    const isAnswered = ({ heard }: { readonly heard: string }) => heard.includes('\r\n\r\n');
    await until(() => crowd.every(isAnswered), 'every answer');
    const refused = crowd.filter(({ heard }) => heard.startsWith('HTTP/1.1 503 '));
    // Four at once, and four for each second that this takes on a slow machine.
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(40);
    for (const { heard } of refused) {
      expect(heard).toMatch(/Retry-After: ([5-9]|10)\r\n/);
      expect(heard).toContain('"code":"too_many_connects"');
    }
    await until(() => refused.every(({ closed }) => closed), 'the refused to be gone');
    const { id } = await openApi(calm.url).publish({ headline: 'خبر في الزحام' });
    await until(async () => (await inside.poll()).text.includes(id), 'the headline inside');
    await until(async () => (await fetch(`${calm.url}${POLLING}`)).status === 200, 'a free place');
    for (const one of crowd) await one.reset();
    expect(await calm.stop()).toBe(0);
  }, 30_000);
});
