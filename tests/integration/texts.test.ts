/** What strangers would like to write: into every text of every body that the document has, new ones too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startHubs, type TestHubs } from '../support/hubs.ts';
import { invite, join, PASSWORD } from '../support/newcomer.ts';
import { fill, readOperations, type Operation } from '../support/operations.ts';
import { request, type Answer } from '../support/request.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const draft = { headline: 'خبر', url: 'https://a.example', summary: 'س', source: 'س', by: 'ب' };
const correction = { ...draft, edNote: 'ن' };
const ninjs = {
  ...{ uri: 'https://a.example/1', headlines: [{ role: 'main', value: 'خبر' }] },
  ...{ descriptions: [{ role: 'summary', value: 'س' }], infoSources: [{ name: 'س' }] },
};
/** What is taken, but for the one text that is put into it. */
const SAMPLES: Readonly<Record<string, readonly object[]>> = {
  createChannel: [{ name: 'made', title: 'ق', language: 'ar', allowedOrigins: [] }],
  changeChannel: [{ title: 'ق', language: 'ar', allowedOrigins: [] }],
  publish: [draft, ninjs],
  correct: [correction],
  withdraw: [{ edNote: 'ن' }],
  send: [{ draft }, { correct: { item: 'item', version: 1, correction } }],
  changeHeld: [{ draft }, { correct: { item: 'item', version: 1, correction } }],
  overrideHeld: [{ reason: 'س' }],
  hold: [{ edNote: 'ن' }],
  recall: [{ minutes: 1, edNote: 'ن' }],
  check: [{ draft }],
  createKey: [{ name: 'مفتاح', role: 'editor', channels: null }],
  signIn: [{ email: 'a@news.example', password: PASSWORD }],
  changePassword: [{ current: PASSWORD, password: `${PASSWORD}!` }],
  beginTotp: [{ password: PASSWORD }],
  endTotp: [{ password: PASSWORD }],
  confirmTotp: [{ code: '123456' }],
  changePerson: [{ name: 'منى' }],
  invite: [{ email: 'b@news.example', roles: { breaking: 'editor' } }, { resets: 'x' }],
  acceptInvitation: [{ token: 'x', name: 'منى', password: PASSWORD }],
};
/** Texts that nobody is shown: what opens a door, and what is not taken over. */
const UNSEEN = /password|current|token|renditions|contentType|role$|uri$|acceptInvitation email/;

const OVERRIDE = '\u202Eخبر مقلوب';
const MARKUP = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
const field = z.looseObject({ errors: z.array(z.looseObject({ field: z.string() })) });

describe('texts of strangers', () => {
  let hubs: TestHubs;
  let operations: Operation[];
  let mona: Visitor;
  let ids: Record<string, string>;
  beforeAll(async () => {
    hubs = await startHubs('SQLite');
    operations = (await readOperations(hubs.url)).filter(({ texts }) => texts.length > 0);
    mona = openVisitor(hubs);
    const person = await join(hubs.url, mona, 'mona@news.example', { '*': 'admin' });
    ids = { headlines: 'item', held: 'waits', people: person };
    await ask('POST', '/api/channels/breaking/headlines', { id: 'item', headline: 'خبر' });
    const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
    const waiting = { id: 'waits', draft: { headline: 'خبر', urgency: 1 }, embargoedUntil };
    await ask('POST', '/api/channels/breaking/held', waiting);
  }, 60_000);
  afterAll(() => hubs.close());

  const ask = (method: string, path: string, body?: unknown, headers = {}) =>
    request(hubs.url + path, method, body, headers);

  /** Each text of each body with these words in its place. */
  async function* everywhere(words: string) {
    for (const { id, method, path, texts } of operations) {
      const samples = SAMPLES[id];
      if (!samples) throw new Error(`What does ${id} take?`);
      const kind = path.split('/').findLast((part) => part in ids) ?? '';
      const to = fill(path, { channel: 'breaking', id: ids[kind] ?? '' });
      for (const text of texts.filter((one) => !one.startsWith('0.'))) {
        for (const sample of samples.filter((one) => fits(one, text))) {
          const body = structuredClone(sample);
          put(body, text.split('.'), words);
          if (id === 'acceptInvitation' && text !== 'token') {
            const roles = { breaking: 'reporter' } as const;
            const email = `guest-${Math.random()}@news.example`;
            Object.assign(body, { token: await invite(hubs.url, email, roles) });
          }
          if (id === 'send' && text !== 'id') Object.assign(body, { id: `sent-${Math.random()}` });
          const isOwn = path.startsWith('/api/session');
          const ifMatch = { 'if-match': '"1"' };
          const answer = isOwn
            ? await mona.ask(method, to, body)
            : await ask(method, to, body, ifMatch);
          yield { id, text, answer };
        }
      }
    }
  }

  /** Whatever a hub shows of what it keeps, to an admin. */
  async function kept(): Promise<string> {
    const own = ['/api/channels', '/api/keys', '/api/people', '/api/invitations'];
    const breaking = ['headlines', 'held', 'headlines/item'].map(
      (one) => `/api/channels/breaking/${one}`,
    );
    const all = [...own, ...breaking, '/api/audit?limit=1000'].map((path) => ask('GET', path));
    return JSON.stringify((await Promise.all(all)).map(({ body }) => body));
  }

  it('P4 N13 a text that reads as another is refused by the name of its field, wherever it is written', async () => {
    const asked = new Set<string>();
    for await (const { id, text, answer } of everywhere(OVERRIDE)) {
      asked.add(`${id} ${text}`);
      const where = `${id} ${text}`;
      if (UNSEEN.test(where)) continue;
      expect(answer.status, where).toBeGreaterThanOrEqual(400);
      expect(answer.status, where).toBeLessThan(500);
      if (answer.status === 422) {
        const fields = field.parse(answer.body).errors.map((one) => one.field);
        expect(fields.join(), where).toContain(text.split('.')[0]);
      }
    }
    const all = operations.flatMap(({ id, texts }) => texts.map((text) => `${id} ${text}`));
    // Of an array each item is taken like one.
    expect(all.filter((one) => !/ 0\./.test(one) && !asked.has(one))).toEqual([]);
    expect(asked.size).toBeGreaterThan(60);
    expect(await kept()).not.toContain('\u202E');
  }, 60_000);

  it('P4 markup is text: it comes back as it was written, is answered as JSON, and no page has it as markup', async () => {
    const taken: string[] = [];
    for await (const { id, text, answer } of everywhere(MARKUP)) {
      const where = `${id} ${text}`;
      expect(answer.status, where).toBeLessThan(500);
      expect(typeOf(answer), where).toMatch(/^$|json$/);
      if (answer.status < 300) taken.push(where);
    }
    expect(taken).toEqual(
      expect.arrayContaining(['publish headline', 'changeChannel title', 'createKey name']),
    );
    expect(taken).toEqual(
      expect.arrayContaining(['acceptInvitation name', 'changePerson name', 'recall edNote']),
    );
    expect(await kept()).toContain(JSON.stringify(MARKUP).slice(1, -1));
    await ask('POST', '/api/channels/breaking/headlines', {
      ...{ ...draft, headline: MARKUP, source: MARKUP, by: MARKUP, summary: MARKUP },
      url: 'https://a.example/?"><img src=x>'.replaceAll(' ', '%20'),
    });
    for (const path of ['/live/breaking', '/embed/frame?channel=breaking', '/', '/console/']) {
      const answer = await fetch(hubs.url + path, { headers: { accept: 'text/html' } });
      expect(answer.headers.get('content-security-policy'), path).toContain('script-src');
      const page = await answer.text();
      expect(page, path).not.toMatch(/<img src=x|<script>alert|"><img/);
    }
    const live = await (await fetch(`${hubs.url}/live/breaking`)).text();
    expect(live).toContain('&lt;img src=x onerror=alert(1)&gt;');
  }, 60_000);
});

/** The sample has the part of the body that the text is in. */
function fits(sample: object, text: string): boolean {
  const [first = ''] = text.split('.');
  const isPart = ['draft', 'correct', 'headlines', 'descriptions', 'infoSources'].includes(first);
  const isNinjs = 'uri' in sample;
  const isOfNinjs = isPart || ['uri', 'renditions', 'embargoedUntil', 'language'].includes(first);
  if (first === 'draft' || first === 'correct') return first in sample;
  if ('resets' in sample || first === 'resets') return first in sample;
  return isNinjs
    ? isOfNinjs
    : !['uri', 'headlines', 'descriptions', 'infoSources', 'renditions'].includes(first);
}

function put(body: object, [name = '', ...rest]: readonly string[], value: string): void {
  const target = body as Record<string, unknown>;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  target[name] ??= rest[0] === '0' ? [] : {};
  put(target[name] as object, rest, value);
}

const typeOf = ({ headers }: Answer): string => headers.get('content-type')?.split(';')[0] ?? '';
