/** The link of the first start, with which the first admin makes an account. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { PASSWORD } from '../support/newcomer.ts';
import { startRedis } from '../support/redis.ts';
import { openVisitor } from '../support/visitor.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const linkOf = ({ said, url }: HubProcess): string | undefined => {
  const [, at, token] =
    /First admin +(\S+)\/console\/#invitation=([\w-]{43})\n/.exec(said.out) ?? [];
  return at === url ? token : undefined;
};

async function startHub(environment: Record<string, string>): Promise<HubProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-first-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  return leftovers.adopt(await startHubProcess({ dataDir, environment }), (hub) => hub.kill());
}

async function accept(hub: HubProcess, token: string) {
  const visitor = openVisitor(hub);
  const acceptance = { token, name: 'منى', password: PASSWORD };
  const nameless = await visitor.ask('POST', '/api/invitations/accept', acceptance);
  expect(nameless).toMatchObject({ status: 422, body: { errors: [{ field: 'email' }] } });
  const email = 'mona@news.example';
  const accepted = await visitor.ask('POST', '/api/invitations/accept', { ...acceptance, email });
  expect(accepted).toMatchObject({ status: 201, body: { person: { roles: { '*': 'admin' } } } });
  expect(await visitor.ask('GET', '/api/people')).toMatchObject({ body: { people: [{ email }] } });
}

describe('the first start', () => {
  it('A7 prints a link for the first admin, this once', async () => {
    const hub = await startHub({});
    const token = linkOf(hub);
    expect(token).toBeDefined();
    await hub.stop();
    await hub.start();
    expect(hub.said.out).not.toContain('First admin');
    await accept(hub, token ?? '');
  });

  it('A7 of several workers prints one that works, also where Redis is asked for it', async () => {
    const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
    const hub = await startHub({ REDIS_URL: redis.url, WORKERS: '2' });
    await accept(hub, linkOf(hub) ?? '');
  });
});
