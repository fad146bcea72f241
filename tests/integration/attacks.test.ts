/** Who tries every operation of the document without the right to it, new operations too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Roles } from '../../shared/role.ts';
import { startHubs, type TestHubs } from '../support/hubs.ts';
import { join, PASSWORD } from '../support/newcomer.ts';
import { fill, readOperations, type Operation } from '../support/operations.ts';
import { request, type Answer } from '../support/request.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const PARTS = { channel: 'breaking', id: 'item', hint: 'x' };
const BREAKING = '/api/channels/breaking';
/** What is a reporter's own business, or of the desk where it works. */
const REPORTERS = [
  ...['listHeld', 'send', 'changeHeld', 'undoHeld', 'approveHeld', 'overrideHeld', 'releaseHeld'],
  ...[
    'check',
    'readLog',
    'countViewers',
    'listSessions',
    'endOtherSessions',
    'endSession',
    'signOut',
  ],
  ...['changePassword', 'beginTotp', 'endTotp', 'confirmTotp', 'readPerson', 'changePerson'],
  // Those that one has made oneself: none.
  ...['listInvitations', 'revokeInvitation'],
];
const later = () => new Date(Date.now() + 3_600_000).toISOString();
const keySchema = z.looseObject({ secret: z.string() });

describe('who has no right to it', () => {
  let hubs: TestHubs;
  let guarded: Operation[];
  let count = 0;
  beforeAll(async () => {
    hubs = await startHubs('SQLite');
    guarded = (await readOperations(hubs.url)).filter(({ isGuarded }) => isGuarded);
    expect(guarded.length).toBeGreaterThan(30);
    await ask('POST', '/api/channels', { name: 'sport', title: 'رياضة' });
    await ask('POST', `${BREAKING}/headlines`, { id: 'item', headline: 'خبر' });
    const waiting = { id: 'item', draft: { headline: 'خبر', urgency: 1 } };
    await ask('POST', `${BREAKING}/held`, { ...waiting, embargoedUntil: later() });
  }, 60_000);
  afterAll(() => hubs.close());

  const ask = (method: string, path: string, body?: unknown, headers = {}) =>
    request(hubs.url + path, method, body, headers);
  const pathTo = ({ path, queries }: Operation): string => {
    const needs = queries.some(({ isRequired }) => isRequired) ? '?after=x:1' : '';
    return fill(path, PARTS) + needs;
  };
  const body = (method: string) => (method === 'GET' ? undefined : {});
  const at1 = { 'if-match': '"1"' };

  async function come(roles: Roles): Promise<Visitor> {
    const visitor = openVisitor(hubs);
    await join(hubs.url, visitor, `person-${(count += 1)}@news.example`, roles);
    return visitor;
  }

  /** All that an admin sees of the hub. */
  async function state(): Promise<unknown> {
    const own = ['/api/channels', '/api/keys', '/api/people', '/api/invitations'];
    const breaking = ['headlines', 'held'].map((one) => `${BREAKING}/${one}`);
    const all = [...own, ...breaking].map((path) => ask('GET', path));
    return (await Promise.all(all)).map(({ body }) => body);
  }

  /** Each of these operations, asked in this way, gets this answer; and nothing has changed. */
  async function expectRefused(
    operations: readonly Operation[],
    by: (operation: Operation, path: string) => Promise<Answer>,
    refusal: object,
  ): Promise<void> {
    const before = await state();
    for (const operation of operations) {
      expect(await by(operation, pathTo(operation)), operation.id).toMatchObject(refusal);
    }
    expect(await state()).toEqual(before);
  }

  it('A4 P4 strangers learn of nothing guarded but that they are strangers', async () => {
    const none = { authorization: '' };
    const others = guarded.filter(({ id }) => id !== 'signOut');
    const by = ({ method }: Operation, path: string) => ask(method, path, body(method), none);
    await expectRefused(others, by, { status: 401 });
  });

  it('A6 pages of other sites change nothing with the cookie of an admin', async () => {
    const admin = await come({ '*': 'admin' });
    const changing = guarded.filter(({ method }) => method !== 'GET');
    for (const foreign of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
      { origin: `${hubs.url}.evil.example`, 'sec-fetch-site': 'same-site' },
    ]) {
      const by = ({ method }: Operation, path: string) => admin.ask(method, path, {}, foreign);
      await expectRefused(changing, by, { status: 403, body: { code: 'cross_site' } });
    }
    // The cookie was good all along.
    expect(await admin.ask('GET', '/api/session')).toMatchObject({ body: { person: {} } });
  });

  it('A4 a stolen cookie opens nothing after its owner has signed out', async () => {
    const admin = await come({ '*': 'admin' });
    const thief = openVisitor(hubs);
    thief.cookie = admin.cookie;
    expect(await thief.ask('GET', '/api/people')).toMatchObject({ status: 200 });
    await admin.ask('DELETE', '/api/session');
    const others = guarded.filter(({ id }) => id !== 'signOut');
    const over = { status: 401, body: { code: 'session_unknown' } };
    await expectRefused(others, ({ method }, path) => thief.ask(method, path, body(method)), over);
    const who = await thief.ask('GET', '/api/session');
    expect(who).toMatchObject({ status: 200, body: { person: null, session: null } });
  });

  it('P4 N13 a chief and a key of one channel do nothing in another', async () => {
    const chief = await come({ sport: 'chief' });
    const grant = { name: 'CMS', role: 'editor', channels: ['sport'] };
    const { secret } = keySchema.parse((await ask('POST', '/api/keys', grant)).body);
    const key = { authorization: `Bearer ${secret}` };
    const inChannel = guarded.filter(({ path }) => path.includes('{channel}'));
    const forbidden = { status: 403, body: { code: 'forbidden' } };
    for (const by of [
      ({ method }: Operation, path: string) => chief.ask(method, path, body(method), at1),
      ({ method }: Operation, path: string) => ask(method, path, body(method), { ...key, ...at1 }),
    ]) {
      await expectRefused(inChannel, by, forbidden);
    }
    const audit = await chief.ask('GET', '/api/audit?channel=breaking');
    expect(audit).toMatchObject(forbidden);
    // In its own channel it may.
    expect(await chief.ask('GET', '/api/channels/sport/held')).toMatchObject({ status: 200 });
  });

  it('N3 P4 a reporter publishes, corrects, withdraws and changes nothing', async () => {
    const reporter = await come({ '*': 'reporter' });
    const others = guarded.filter(({ id }) => !REPORTERS.includes(id));
    expect(guarded.length - others.length).toBe(REPORTERS.length);
    const invitation = { email: 'friend@news.example', roles: { breaking: 'editor' } };
    const by = ({ id, method }: Operation, path: string) => {
      const news = id === 'invite' ? invitation : { headline: 'خبر' };
      return reporter.ask(method, path, method === 'GET' ? undefined : news, at1);
    };
    await expectRefused(others, by, { status: 403, body: { code: 'forbidden' } });
    const somebody = await reporter.ask('PATCH', '/api/people/item', { name: 'x' });
    expect(somebody).toMatchObject({ status: 403 });
  });

  it('N3 nobody approves words of their own, by however many sessions, nor two who wrote it together', async () => {
    const [sami, huda, khalid] = [
      await come({ breaking: 'chief' }),
      await come({ breaking: 'chief' }),
      await come({ breaking: 'chief' }),
    ];
    const second = openVisitor(hubs);
    const own = await sami.ask('GET', '/api/session');
    const { person } = z
      .looseObject({ person: z.looseObject({ email: z.string() }) })
      .parse(own.body);
    await second.ask('POST', '/api/session', { email: person.email, password: PASSWORD });
    expect(second.cookie).not.toBe('');
    const draft = { headline: 'زلزال', urgency: 1 };
    const held = `${BREAKING}/held/quake`;
    await sami.ask('POST', `${BREAKING}/held`, { id: 'quake', draft, embargoedUntil: later() });
    const approve = (who: Visitor, version: number) =>
      who.ask('POST', `${held}/approval`, undefined, { 'if-match': `"${version}"` });
    const refused = { status: 409, body: { code: 'approval_needed' } };
    for (const who of [sami, second]) expect(await approve(who, 1)).toMatchObject(refused);
    // She gives it other words: now they are hers too, and what he read is not there any more.
    const words = { draft: { ...draft, headline: 'زلزال قوي' }, embargoedUntil: later() };
    await huda.ask('PUT', held, words, at1);
    expect(await approve(khalid, 1)).toMatchObject({
      status: 412,
      body: { code: 'version_stale' },
    });
    for (const who of [sami, second, huda]) expect(await approve(who, 2)).toMatchObject(refused);
    expect(await approve(khalid, 2)).toMatchObject({
      status: 200,
      body: { held: { needs: 'nobody' } },
    });
    expect(await khalid.ask('DELETE', held)).toMatchObject({ status: 200 });
  });
});
