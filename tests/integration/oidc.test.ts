/** Signing in with a provider of OpenID Connect: a real one, and what is tried against it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { invite, join } from '../support/newcomer.ts';
import { CLIENT, startProvider, type TestProvider } from '../support/provider.ts';
import { freePort } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { openVisitor } from '../support/visitor.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

let hub: HubProcess;
let provider: TestProvider;
beforeAll(async () => {
  const dataDir = await mkdtemp(pathOf(tmpdir(), 'ajil-oidc-'));
  leftovers.defer(() => rm(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  // The provider starts after the hub, which does not mind.
  const environment = {
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    LOG_LEVEL: 'warn',
  };
  hub = leftovers.adopt(await startHubProcess({ dataDir, environment }), (one) => one.kill());
  provider = await startProvider(port, `${hub.url}/api/session/oidc/callback`);
  leftovers.defer(() => provider.close());
});

const PERSON = { email_verified: true, name: 'سلمى' };
const REFUSED = '/console/#problem=provider_refused';

interface Step {
  readonly to: string;
  /** What the browser sends to the hub from now on. */
  readonly cookie: string;
}

/** One page of the hub, as a browser asks for it when it is sent there. */
async function open(url: string, cookie = ''): Promise<Step> {
  const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
  expect(response.status).toBe(302);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const kept = response.headers.getSetCookie().filter((set) => !set.includes('Max-Age=0'));
  for (const set of kept) {
    expect(set).toMatch(/^__Host-ajil/);
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(set).toContain(part);
  }
  const cookies = kept.map((set) => set.split(';')[0]).join('; ');
  return { to: response.headers.get('location') ?? '', cookie: cookies };
}

/** To the provider and up to the way back. */
async function begin(): Promise<{ callback: string; cookie: string }> {
  const { to, cookie } = await open(`${hub.url}/api/session/oidc`);
  const asked = new URL(to).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('nonce')).toMatch(/.{20}/);
  return { callback: await provider.visit(to), cookie };
}

async function signIn(): Promise<Step> {
  const { callback, cookie } = await begin();
  return open(callback, cookie);
}

async function emailOf(cookie: string): Promise<unknown> {
  const visitor = openVisitor(hub);
  visitor.cookie = cookie;
  return (await visitor.ask('GET', '/api/session')).body;
}

describe('a provider', () => {
  it('A9 signs in who has an account with the e-mail that it has verified', async () => {
    const email = 'salma@news.example';
    await join(hub.url, openVisitor(hub), email, { breaking: 'editor' });
    provider.who = { ...PERSON, email: 'Salma@News.example' };
    const { to, cookie } = await signIn();
    expect(to).toBe('/console/');
    expect(cookie).toMatch(/^__Host-ajil=[\w-]{43}$/);
    expect(await emailOf(cookie)).toMatchObject({ person: { email }, oidc: true });
  });

  it('A9 signs in who was invited, with that account and no other', async () => {
    const email = 'hind@news.example';
    await invite(hub.url, email, { breaking: 'reporter' });
    provider.who = { ...PERSON, email, name: 'هند\n‮' };
    const { to, cookie } = await signIn();
    expect(to).toBe('/console/');
    const person = { email, name: 'هند', roles: { breaking: 'reporter' }, password: false };
    expect(await emailOf(cookie)).toMatchObject({ person });
    const { body } = await request(`${hub.url}/api/invitations`);
    expect(JSON.stringify(body)).not.toContain(email);
    // There is no password to guess.
    const guess = { email, password: 'undefined' };
    expect((await openVisitor(hub).ask('POST', '/api/session', guess)).status).toBe(401);
  });

  it('A9 signs in nobody else: not invited, not verified, without an e-mail, disabled', async () => {
    const email = 'laila@news.example';
    const id = await join(hub.url, openVisitor(hub), email, { '*': 'admin' });
    for (const who of [
      { ...PERSON, email: 'stranger@news.example' },
      { ...PERSON, email, email_verified: false },
      { name: 'x', email },
      { ...PERSON },
      { ...PERSON, email: 'no address' },
    ]) {
      provider.who = who;
      expect(await signIn(), JSON.stringify(who)).toEqual({ to: REFUSED, cookie: '' });
    }
    await request(`${hub.url}/api/people/${id}`, 'DELETE');
    provider.who = { ...PERSON, email };
    expect(await signIn()).toEqual({ to: REFUSED, cookie: '' });
    await until(() => hub.said.out.includes('provider_refused'), 'a line of the log');
    expect(hub.said.out).not.toContain(CLIENT.secret);
  });

  it('A9 a callback works once, with its own state, at the browser that began', async () => {
    const email = 'amal@news.example';
    await join(hub.url, openVisitor(hub), email, { '*': 'editor' });
    provider.who = { ...PERSON, email };
    const refused = { to: REFUSED, cookie: '' };
    const [mine, other] = [await begin(), await begin()];
    // Somebody else's code, brought to my browser; mine, brought to one that began nothing.
    expect(await open(other.callback, mine.cookie)).toEqual(refused);
    expect(await open(mine.callback)).toEqual(refused);
    const state = new URL(mine.callback);
    state.searchParams.set('state', 'x'.repeat(43));
    expect(await open(state.href, mine.cookie)).toEqual(refused);
    const forged = mine.cookie.replace(/=./, (text) => (text === '=A' ? '=B' : '=A'));
    expect(await open(mine.callback, forged)).toEqual(refused);
    expect((await open(mine.callback, mine.cookie)).to).toBe('/console/');
    expect(await open(mine.callback, mine.cookie)).toEqual(refused);
    const denied = new URL(`${hub.url}/api/session/oidc/callback?error=access_denied`);
    expect(await open(denied.href, other.cookie)).toEqual(refused);
  });

  it('A9 that is away refuses the sign-in, and nothing else', async () => {
    await provider.close();
    provider.who = { ...PERSON, email: 'salma@news.example' };
    const { callback, cookie } = {
      callback: `${hub.url}/api/session/oidc/callback?code=x&state=y`,
      cookie: (await open(`${hub.url}/api/session/oidc`)).cookie,
    };
    expect((await open(callback, cookie)).to).toBe(REFUSED);
    expect((await request(`${hub.url}/api/people`)).status).toBe(200);
  });
});
