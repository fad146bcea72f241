/** Requests to the API, nearly right: each is answered as documented, and a refusal changes nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BODY_LIMIT } from '../../server/http/body.ts';
import { PROBLEMS } from '../../shared/problem.ts';
import { openConformance, type Conformance } from '../support/conformance.ts';
import { limit, runsInTime } from '../support/fuzz.ts';
import { endHubs, startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { request, type Answer } from '../support/request.ts';
import { faultsOfHeadline, readItem, readSince, readState, type ApiState } from './api-state.ts';
import { exchange, parseAnswer, written, type Ask } from '../support/exchange.ts';
import { ID_POOL } from './drafts.ts';
import { crookedFrames } from './crooked-frames.ts';
import { anyAsk } from './requests.ts';
import { CHANNELS } from './routes.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

const appendedSchema = z.looseObject({
  id: z.string(),
  channel: z.string(),
  epoch: z.string(),
  seq: z.number(),
});
type Appended = z.output<typeof appendedSchema>;
const manySchema = z.array(z.object({ status: z.number(), body: z.unknown() }));
const problemSchema = z.looseObject({
  type: z.string(),
  code: z.enum(Object.keys(PROBLEMS)),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  retryable: z.boolean(),
});

let hub: HubProcess;
let conformance: Conformance;
beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ajil-fuzz-'));
  leftovers.defer(() => rm(dataDir, { recursive: true }));
  hub = await startHubProcess({ dataDir, environment: { LOG_LEVEL: 'error' } });
  await request(`${hub.url}/api/channels`, 'POST', { name: 'sport', title: 'رياضة' });
  const headlines = ID_POOL.map((id) => ({ id, headline: `خبر ${id}` }));
  for (const name of CHANNELS) {
    await request(`${hub.url}/api/channels/${name}/headlines`, 'POST', headlines);
  }
  conformance = openConformance((await request(`${hub.url}/api/openapi.json`)).body);
}, 60_000);

/** Anything that the hub logs as an error, or says besides. */
function complaints(): string {
  const logged = hub.said.out.split('\n').filter((line) => line.startsWith('{"level"'));
  return [...logged, hub.said.err].join('');
}

function expectProblem({ status, headers, body }: Answer): void {
  expect(headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(body);
  expect(problem.status).toBe(status);
  expect(status).toBe(Object.entries(PROBLEMS).find(([code]) => code === problem.code)?.[1].status);
}

/** Refused before anybody looked for what the path names, or nothing that the document knows. */
const BELOW = ['malformed_request', 'headers_too_large', 'request_timeout', 'not_found'];

function faultOf({ method, path }: Ask, answer: Answer): string | undefined {
  const problem = problemSchema.safeParse(answer.body);
  if (problem.success && BELOW.includes(problem.data.code)) return undefined;
  const fault = conformance.fault(method, path, answer);
  return fault?.endsWith('is not in the document') ? undefined : fault;
}

/** The headlines that an answer says were published, corrected or withdrawn. */
function appendedIn({ method, path }: Ask, { status, body }: Answer): Appended[] {
  const isWrite = ['POST', 'PATCH', 'DELETE'].includes(method) && path.includes('/headlines');
  if (!isWrite || status >= 300) return [];
  if (status !== 207) return [appendedSchema.parse(body)];
  const items = manySchema.parse(body);
  return items.flatMap((item) => (item.status === 201 ? [appendedSchema.parse(item.body)] : []));
}

/** What was appended is just what the answer says, once, and is read back so. */
async function expectKept(before: ApiState, appended: readonly Appended[]): Promise<void> {
  for (const channel of CHANNELS) {
    const first = before.positions[channel]?.seq ?? 0;
    // A repeat tells again what was published before.
    const fresh = appended.filter((one) => one.channel === channel && one.seq > first);
    const entries = await readSince(hub.url, channel, before);
    const told = fresh.map(({ channel: _, epoch: __, seq, ...headline }) => ({ seq, headline }));
    expect(entries).toEqual(told);
    for (const { seq, headline } of entries) {
      expect(faultsOfHeadline(headline)).toEqual([]);
      const isLast = !entries.some((one) => one.headline.id === headline.id && one.seq > seq);
      if (!isLast) continue;
      expect(await readItem(hub.url, channel, headline.id)).toEqual({ ...headline, channel, seq });
    }
  }
}

describe('the API', () => {
  it(
    'P1 P2 P4 answers anything as documented, publishes what it acknowledges, and refuses without a trace',
    async () => {
      const tally = new Map<number, number>();
      const property = fc.asyncProperty(anyAsk, async (one) => {
        const before = await readState(hub.url, CHANNELS);
        const path = one.path.replaceAll('{epoch}', before.positions['breaking']?.epoch ?? '');
        const ask = { ...one, path };
        const answer = parseAnswer(await exchange(hub.url, written(ask)), ask.method);
        if (!answer) {
          // Who goes on sending after the refusal may not get to read it: the end of a connection overtakes it.
          expect(ask.body.length).toBeGreaterThan(2 * BODY_LIMIT);
          expect(await readState(hub.url, CHANNELS)).toEqual(before);
          return;
        }
        tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
        expect(answer.status === 503 || answer.status < 500, `${answer.status}`).toBe(true);
        if (answer.status >= 400 && ask.method !== 'HEAD') expectProblem(answer);
        expect(faultOf({ ...ask, path: path.split('?')[0] ?? '' }, answer)).toBeUndefined();
        if (answer.status >= 400) expect(await readState(hub.url, CHANNELS)).toEqual(before);
        await expectKept(before, appendedIn(ask, answer));
        expect(complaints()).toBe('');
      });
      await fc.assert(property, runsInTime(400));
      console.info('answers by status:', Object.fromEntries([...tally].sort()));
      for (const status of [200, 201, 207, 400, 401, 404, 422]) {
        expect(tally.get(status) ?? 0, `answers ${status}`).toBeGreaterThan(0);
      }
      expect((tally.get(409) ?? 0) + (tally.get(412) ?? 0), 'conflicts').toBeGreaterThan(0);
    },
    limit(30),
  );

  it(
    'P4 takes no broken request for another one, and goes on',
    async () => {
      const property = fc.asyncProperty(anyAsk, crookedFrames, async (ask, bend) => {
        const before = await readState(hub.url, CHANNELS);
        const heard = await exchange(hub.url, bend(written(ask)), true);
        const answer = parseAnswer(heard, ask.method);
        const statuses = [...heard.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) =>
          Number(status),
        );
        expect(
          statuses.filter((status) => status >= 500 && status !== 503 && status !== 505),
        ).toEqual([]);
        if (!answer || answer.status >= 400) {
          expect(await readState(hub.url, CHANNELS)).toEqual(before);
        }
        expect(complaints()).toBe('');
        expect(hub.running).toBe(true);
      });
      await fc.assert(property, runsInTime(150));
    },
    limit(30),
  );
});
