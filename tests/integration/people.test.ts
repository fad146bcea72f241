import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FIRST_CHANNEL } from '../../shared/channel.ts';
import { openPeopleHub, type PeopleHub } from '../support/people.ts';
import { until } from '../support/until.ts';

const BREAKING = '/api/channels/breaking';
const DESK = `${BREAKING}/held`;
const PEOPLE = {
  ريم: { breaking: 'reporter' },
  سلمى: { breaking: 'editor' },
  خالد: { breaking: 'chief' },
  نور: { '*': 'admin' },
  غريب: { sport: 'chief' },
} as const;
const heldSchema = z.looseObject({
  held: z.looseObject({ id: z.string(), version: z.number(), due: z.string() }),
});

describe('people at the desk', () => {
  let hub: PeopleHub;
  beforeEach(async () => {
    const quick = { ...FIRST_CHANNEL, undoWindow: 1 };
    const sport = { ...FIRST_CHANNEL, name: 'sport' };
    hub = await openPeopleHub({ people: PEOPLE, channels: [quick, sport] });
  });
  afterEach(() => hub.close());

  const draft = (headline: string, more: object = {}) => ({ draft: { headline, ...more } });
  const at = (version: number) => ({ 'if-match': `"${version}"` });
  const code = (code: string) => ({ body: { code } });
  const board = async () => (await hub.as('', 'GET', `${BREAKING}/headlines`)).text;

  it('N1 what a person sends waits for its undo window, goes out after it, and not where it was taken back', async () => {
    const since = Date.now();
    const sent = await hub.as('سلمى', 'POST', DESK, { id: 'a', ...draft('خبر') });
    expect(sent.status).toBe(202);
    const { due } = heldSchema.parse(sent.body).held;
    expect(Date.parse(due) - since).toBeGreaterThanOrEqual(1_000);
    await hub.as('سلمى', 'POST', DESK, { id: 'b', ...draft('يُسحب') });
    expect(await hub.as('سلمى', 'DELETE', `${DESK}/b`)).toMatchObject({
      status: 200,
      body: { held: { sending: { draft: { headline: 'يُسحب' } } } },
    });
    expect(await board()).not.toContain('خبر');
    await until(async () => (await board()).includes('خبر'), 'it to go out');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(due));
    expect(await hub.as('سلمى', 'DELETE', `${DESK}/a`)).toMatchObject(code('too_late'));
    expect(await board()).not.toContain('يُسحب');
  });

  it('N1 N3 nobody gets past the desk by the way of machines; a withdrawal is never held back', async () => {
    const news = { headline: 'عاجل', urgency: 1 };
    for (const who of ['سلمى', 'خالد', 'نور']) {
      const past = await hub.as(who, 'POST', `${BREAKING}/headlines`, news);
      expect(past).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    await hub.as('سلمى', 'POST', DESK, { id: 'a', ...draft('خبر', { id: 'x' }) });
    await hub.as('سلمى', 'POST', `${DESK}/a/release`, undefined, at(1));
    await until(async () => (await board()).includes('خبر'), 'it to go out');
    const item = `${BREAKING}/headlines/x`;
    expect(await hub.as('سلمى', 'PATCH', item, { urgency: 1 }, at(1))).toMatchObject(
      code('forbidden'),
    );
    expect(await hub.as('سلمى', 'DELETE', item)).toMatchObject({ status: 200 });
  });

  it('N9 into a pause nobody sends but for a later time', async () => {
    await hub.as('خالد', 'POST', `${BREAKING}/pause`);
    const now = await hub.as('سلمى', 'POST', DESK, { id: 'a', ...draft('الآن') });
    expect(now).toMatchObject({ status: 409, body: { code: 'paused' } });
    const embargoedUntil = new Date(Date.now() + 3_600_000).toISOString();
    const later = { id: 'b', ...draft('لاحقا'), embargoedUntil };
    expect(await hub.as('سلمى', 'POST', DESK, later)).toMatchObject({ status: 202 });
    const item = await hub.as('', 'GET', `${BREAKING}/headlines/x`);
    expect(item).toMatchObject({ status: 404, body: { code: 'board_paused' } });
  });

  it('N6 a typing error in what is urgent is put right by one, and nothing else is', async () => {
    const words = draft('زلزال يضرب العاصمه', { id: 'x', urgency: 1 });
    await hub.as('سلمى', 'POST', DESK, { id: 'a', ...words });
    await hub.as('خالد', 'POST', `${DESK}/a/approval`, undefined, at(1));
    await until(async () => (await board()).includes('العاصمه'), 'it to go out');
    const fix = (headline: string, more: object = { silent: true }) => ({
      correct: { item: 'x', version: 1, correction: { headline }, ...more },
    });
    const other = await hub.as('سلمى', 'POST', DESK, { id: 'b', ...fix('زلزال يضرب المدينة') });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ field: 'silent' }] } });
    const loud = await hub.as('سلمى', 'POST', DESK, { id: 'c', ...fix('زلزال يضرب العاصمة', {}) });
    expect(loud).toMatchObject({ status: 202, body: { held: { needs: 'chief' } } });
    const silent = await hub.as('سلمى', 'POST', DESK, { id: 'd', ...fix('زلزال يضرب العاصمة') });
    expect(silent).toMatchObject({ status: 202, body: { held: { needs: 'nobody' } } });
    await until(async () => (await board()).includes('العاصمة'), 'it to be put right');
  });

  it('N3 a reporter proposes, an editor lets it out, a chief what is urgent', async () => {
    const proposed = await hub.as('ريم', 'POST', DESK, { id: 'a', ...draft('اقتراح') });
    expect(proposed).toMatchObject({ status: 202, body: { held: { needs: 'editor' } } });
    const own = await hub.as('ريم', 'POST', `${DESK}/a/approval`, undefined, at(1));
    expect(own).toMatchObject(code('forbidden'));
    const urgent = await hub.as('ريم', 'PUT', `${DESK}/a`, draft('عاجل', { urgency: 1 }), at(1));
    expect(urgent).toMatchObject({ body: { held: { needs: 'chief', version: 2 } } });
    const editor = await hub.as('سلمى', 'POST', `${DESK}/a/approval`, undefined, at(2));
    expect(editor).toMatchObject(code('forbidden'));
    const chief = await hub.as('خالد', 'POST', `${DESK}/a/approval`, undefined, at(2));
    expect(chief).toMatchObject({ body: { held: { needs: 'nobody' } } });
    await until(async () => (await board()).includes('عاجل'), 'it to go out');
  });

  it('N13 what is held is for the people of the channel, and for nobody else', async () => {
    await hub.as('سلمى', 'POST', DESK, { id: 'a', ...draft('سر', { urgency: 1 }) });
    for (const [method, path] of [
      ['GET', DESK],
      ['PUT', `${DESK}/a`],
      ['POST', `${DESK}/a/approval`],
      ['POST', `${DESK}/a/override`],
      ['POST', `${DESK}/a/release`],
      ['DELETE', `${DESK}/a`],
    ] as const) {
      const body = method === 'GET' ? undefined : draft('سر');
      for (const [who, status] of [
        ['غريب', 403],
        ['مجهول', 401],
      ] as const) {
        const refused = await hub.as(who, method, path, body, at(1));
        expect(refused.status, `${who} ${method} ${path}`).toBe(status);
        expect(refused.text).not.toContain('سر');
      }
    }
    const seen = await hub.as('ريم', 'GET', DESK);
    expect(seen).toMatchObject({ status: 200, body: { held: [{ id: 'a', version: 1 }] } });
    expect(seen.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['POST', '/headlines/x/hold', undefined, 'editor'],
    ['DELETE', '/headlines/x/hold', undefined, 'editor'],
    ['POST', '/recall', { minutes: 1 }, 'chief'],
    ['POST', '/pause', undefined, 'chief'],
    ['DELETE', '/pause', undefined, 'chief'],
    ['POST', '/check', { draft: { headline: 'خبر' } }, 'reporter'],
  ] as const)('N7 N8 N9 N11 %s %s is for those who may', async (method, path, body, least) => {
    const rank = ['reporter', 'editor', 'chief'];
    for (const [who, role] of [
      ['ريم', 'reporter'],
      ['سلمى', 'editor'],
      ['خالد', 'chief'],
    ] as const) {
      const { status } = await hub.as(who, method, BREAKING + path, body);
      const may = rank.indexOf(role) >= rank.indexOf(least);
      expect(status === 403, `${role} ${path}`).toBe(!may);
    }
    const stranger = await hub.as('غريب', method, BREAKING + path, body);
    expect(stranger.status).toBe(403);
  });

  it('N12 the audit log is exported whole as JSON lines and CSV, and starts no formula', async () => {
    await hub.as('سلمى', 'POST', DESK, { id: 'a', ...draft('خبر', { urgency: 1 }) });
    const reason = '=HYPERLINK("https://evil.example","x")';
    await hub.as('سلمى', 'POST', `${DESK}/a/override`, { reason }, at(1));
    await hub.as('غريب', 'POST', '/api/channels/sport/pause');
    const audit = (who: string, query: string) => hub.as(who, 'GET', `/api/audit?${query}`);
    const csv = await audit('خالد', 'channel=breaking&format=csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...lines] = csv.text.trimEnd().split('\r\n');
    expect(head).toMatch(/^at,act,channel,subject,by,/);
    expect(lines[0]).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
    expect(csv.text).not.toContain('sport');
    const jsonl = (await audit('نور', 'format=jsonl')).text.trimEnd().split('\n');
    const acts = jsonl.map(
      (line) => z.looseObject({ act: z.string() }).parse(JSON.parse(line)).act,
    );
    // Before them the people came, and the channels were made.
    expect(acts.slice(0, 3)).toEqual(['pause', 'overrule', 'hold']);
    expect((await audit('نور', 'format=jsonl&limit=1')).text.trimEnd().split('\n')).toHaveLength(1);
    for (const [who, query] of [
      ['سلمى', 'channel=breaking&format=csv'],
      ['خالد', 'format=csv'],
      ['غريب', 'channel=breaking'],
    ] as const) {
      expect((await audit(who, query)).status, `${who} ${query}`).toBe(403);
    }
    const much = await audit('نور', 'limit=1001');
    expect(much).toMatchObject({ status: 422, body: { errors: [{ field: 'limit' }] } });
  });

  it('N12 the making and the deleting of a channel are written down, and a refusal is not', async () => {
    const channel = { name: 'passing', title: 'عابرة' };
    expect((await hub.as('نور', 'POST', '/api/channels', channel)).status).toBe(201);
    expect((await hub.as('نور', 'POST', '/api/channels', channel)).status).toBe(409);
    for (const status of [204, 404]) {
      expect((await hub.as('نور', 'DELETE', '/api/channels/passing')).status).toBe(status);
    }
    const { body } = await hub.as('نور', 'GET', '/api/audit?limit=3');
    expect(body).toMatchObject({
      lines: [
        { act: 'delete_channel', subject: 'passing', before: channel, by: { name: 'نور' } },
        { act: 'create_channel', subject: 'passing', after: channel },
        { act: 'sign_in' },
      ],
    });
  });

  it('N12 a page of the audit log goes on where the last one ended, whatever is written meanwhile', async () => {
    for (const id of ['a', 'b']) {
      await hub.as('سلمى', 'POST', DESK, { id, ...draft(`خبر ${id}`, { urgency: 1 }) });
    }
    await hub.as('سلمى', 'POST', DESK, { id: 'c', ...draft('خبر ج', { id: 'x' }) });
    await hub.as('سلمى', 'POST', `${DESK}/c/release`, undefined, at(1));
    await until(async () => (await board()).includes('خبر ج'), 'it to go out');
    const out = Date.now();
    await until(() => Date.now() > out, 'another millisecond');
    await hub.as('سلمى', 'DELETE', `${BREAKING}/headlines/x`);
    const page = async (query: string) =>
      z
        .looseObject({
          lines: z.array(z.looseObject({ subject: z.string() })),
          next: z.string().default(''),
        })
        .parse((await hub.as('نور', 'GET', `/api/audit?channel=breaking&${query}`)).body);
    const first = await page('limit=1');
    await hub.as('سلمى', 'POST', DESK, { id: 'd', ...draft('خبر د', { urgency: 1 }) });
    await hub.as('سلمى', 'DELETE', `${DESK}/a`);
    const rest = await page(`limit=9&before=${first.next}`);
    const all = [...first.lines, ...rest.lines].map(({ subject }) => subject);
    // Its settings were changed before.
    const subjects = all.filter((subject) => subject !== 'breaking');
    // The newest is in the trail of the channel: of the store's nothing was read before.
    expect(subjects[0]).toBe('x');
    expect(subjects.toSorted()).toEqual(['a', 'b', 'c', 'c', 'x', 'x']);
  });
});
