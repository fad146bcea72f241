/**
 * The hub over HTTP, asked until it has answered or the wait is over. What a repeat could do twice is repeated
 * only while it is sure that nothing happened: no connection was made, or the hub itself said «later».
 */
import type { z } from 'zod';
import { attempt, type Ask, type Outcome } from './attempt.ts';
import { Failure, Refusal, wrongUse } from './failure.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

export interface Request extends Ask {
  /** Sent twice, it happens once: it reads, sets what is so already, or bears an Idempotency-Key. */
  readonly isRepeatable: boolean;
}

export interface Hub {
  /** Its origin. */
  readonly origin: string;
  /** For everybody; gives the answer as it came, and as it was read. */
  read<T>(schema: z.ZodType<T>, path: string, accept?: string): Promise<Answer<T>>;
  /** With the key. */
  send<T>(schema: z.ZodType<T>, request: Request): Promise<Answer<T>>;
}

export interface Answer<T> {
  readonly raw: unknown;
  readonly value: T;
}

export interface HubPorts extends Pick<World, 'fetch' | 'now' | 'random' | 'pause'> {
  readonly origin: string;
  readonly words: Words;
  /** ms; 0 tries once. */
  readonly wait: number;
  readonly key: () => Promise<string>;
}

/** ms. */
const ATTEMPT = 10_000;
const RETRY = { first: 250, most: 5_000 } as const;

export function createHub(ports: HubPorts): Hub {
  const { origin, words, now, pause, random, key, fetch } = ports;

  async function ask(request: Request): Promise<unknown> {
    const deadline = now() + ports.wait;
    let isUncertain = false;
    for (let failures = 1; ; failures += 1) {
      // The last attempt may be cut short, but not so far that it could not succeed.
      const limit = Math.min(ATTEMPT, Math.max(deadline - now(), 1_000));
      const outcome = await attempt(request, { hub: origin, fetch, limit });
      if (outcome.kind === 'answer') return outcome.body;
      isUncertain ||= request.method !== 'GET' && mayHaveHappened(outcome);
      const delay = delayOf(outcome, failures, random);
      const isFutile = delay === undefined || (isUncertain && !request.isRepeatable);
      if (isFutile || now() + delay > deadline) throw failureOf(outcome, isUncertain);
      await pause(delay);
    }
  }

  function failureOf(outcome: Exclude<Outcome, { kind: 'answer' }>, isUncertain: boolean): Error {
    if (outcome.kind === 'refusal' && !(isUncertain && outcome.problem.retryable)) {
      return new Refusal(outcome.problem, outcome.problem.retryable ? 'unreachable' : 'refused');
    }
    const why = outcome.kind === 'refusal' ? outcome.problem.detail : outcome.why;
    if (isUncertain) return new Failure('uncertain', 'uncertain', words.faults.lost(origin, why));
    if (outcome.kind === 'strange') {
      return new Failure('unreachable', 'hub_strange', words.faults.strange(origin, why));
    }
    return new Failure('unreachable', 'hub_unreachable', words.faults.unreachable(origin, why));
  }

  async function answer<T>(schema: z.ZodType<T>, request: Request): Promise<Answer<T>> {
    const raw = await ask(request);
    const parsed = schema.safeParse(raw);
    if (parsed.success) return { raw, value: parsed.data };
    const [issue] = parsed.error.issues;
    const why = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    const isUncertain = request.method !== 'GET';
    throw failureOf({ kind: 'strange', why, hasPassed: true }, isUncertain);
  }

  return {
    origin,
    read: (schema, path, accept) =>
      answer(schema, {
        ...{ method: 'GET', path, isRepeatable: true },
        ...(accept === undefined ? {} : { headers: { Accept: accept } }),
      }),
    async send(schema, request) {
      const headers = { ...request.headers, Authorization: `Bearer ${await key()}` };
      return answer(schema, { ...request, headers });
    },
  };
}

function mayHaveHappened(outcome: Outcome): boolean {
  return outcome.kind === 'lost' || (outcome.kind === 'strange' && outcome.hasPassed);
}

/** ms until it is tried again; undefined where that would change nothing. */
function delayOf(outcome: Outcome, failures: number, random: () => number): number | undefined {
  if (outcome.kind === 'strange') return undefined;
  const spread = random() * Math.min(RETRY.first * 2 ** failures, RETRY.most);
  if (outcome.kind !== 'refusal') return spread;
  const { retryable, retryAfter = 0 } = outcome.problem;
  return retryable ? retryAfter * 1_000 + spread : undefined;
}

/**
 * A path of the API from its segments. `..` would be taken for a step up by whoever reads the URL, and a
 * withdrawal would become the deletion of a channel.
 */
export function pathOf(words: Words, ...segments: readonly string[]): string {
  for (const segment of segments) {
    if (['', '.', '..'].includes(segment)) throw wrongUse(words.faults.noName(segment));
  }
  return `/api/${segments.map(encodeURIComponent).join('/')}`;
}

/** The origin of `--hub` or AJIL_HUB. */
export function originOf(text: string, words: Words): string {
  const url = URL.parse(text);
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '';
  const isNamed = url?.username === '' && url.password === '';
  if (url && isPlain && isNamed && /^https?:$/.test(url.protocol)) return url.origin;
  throw wrongUse(words.faults.hubForm(text));
}
