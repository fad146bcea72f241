/** Asks the hub over HTTP. The session is a cookie that no script sees; the browser sends it along. */
import type { Headline } from '../../shared/headline.ts';
import { UNATTENDED } from '../../shared/person.ts';
import { PROBLEMS, type FieldFault, type ProblemCode } from '../../shared/problem.ts';
import { isRecord, type Read } from './read.ts';

/** Why something was not done. `unreachable`: no answer came, so it may have been done or not. */
export interface Refusal {
  readonly code: ProblemCode | 'unreachable' | 'unreadable';
  readonly detail: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly errors: readonly FieldFault[];
  /** To `version_stale`: the headline as it stands now. */
  readonly current?: Headline;
}

export type Answer<T> =
  | { readonly kind: 'done'; readonly status: number; readonly value: T; readonly etag?: string }
  /** To `If-None-Match`. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface AskOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Hub {
  ask<T>(method: Method, path: string, read: Read<T>, options?: AskOptions): Promise<Answer<T>>;
  /** The hub's time as well as this page knows it, ms: clocks of desks are wrong. */
  now(): number;
}

export interface HubPorts {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Nobody is at the desk: what is asked then prolongs no session. */
  readonly isAlone: () => boolean;
  /** The session has ended: whatever is asked from now on is refused. */
  readonly signedOut: () => void;
}

/** ms without an answer, after which there is none. */
const PATIENCE = 15_000;

export function openHub({ fetch, now, isAlone, signedOut }: HubPorts): Hub {
  let offset = 0;

  async function send(method: Method, path: string, options: AskOptions): Promise<Response> {
    const { body, headers = {} } = options;
    const hasBody = body !== undefined;
    return fetch(path, {
      method,
      headers: {
        ...(hasBody && { 'Content-Type': 'application/json' }),
        ...(isAlone() && { [UNATTENDED]: '?1' }),
        ...headers,
      },
      ...(hasBody && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  function setClock({ headers }: Response): void {
    const date = Date.parse(headers.get('date') ?? '');
    // The header has whole seconds: in the mean it is half of one old.
    if (!Number.isNaN(date)) offset = date + 500 - now();
  }

  return {
    now: () => now() + offset,
    async ask(method, path, read, options = {}) {
      let response: Response;
      let body: unknown;
      try {
        response = await send(method, path, options);
        setClock(response);
        if (response.status === 304) return { kind: 'unchanged' };
        body = response.status === 204 ? null : await response.json();
      } catch (error) {
        return { kind: 'refused', refusal: lost('unreachable', String(error)) };
      }
      if (!response.ok) {
        const refusal = refusalOf(body, response);
        if (ENDED.includes(refusal.code)) signedOut();
        return { kind: 'refused', refusal };
      }
      const value = read(body);
      if (value === undefined) {
        return { kind: 'refused', refusal: lost('unreadable', `${method} ${path}`) };
      }
      const etag = response.headers.get('etag');
      const { status } = response;
      return { kind: 'done', status, value, ...(etag !== null && { etag }) };
    },
  };
}

const ENDED: readonly Refusal['code'][] = ['session_unknown', 'key_missing'];

function lost(code: 'unreachable' | 'unreadable', detail: string): Refusal {
  return { code, detail, retryable: code === 'unreachable', errors: [] };
}

/** A proxy's own page is no problem document: of it the status is all that counts. */
function refusalOf(body: unknown, { status, headers }: Response): Refusal {
  const code = isRecord(body) && isCode(body['code']) ? body['code'] : undefined;
  if (!isRecord(body) || code === undefined) {
    return lost(status >= 500 ? 'unreachable' : 'unreadable', String(status));
  }
  const { detail, errors, current, retryable } = body;
  const retryAfter = Number(headers.get('retry-after'));
  return {
    code,
    detail: typeof detail === 'string' ? detail : '',
    retryable: retryable === true,
    ...(retryAfter > 0 && { retryAfter }),
    errors: Array.isArray(errors) ? errors.filter(isFault) : [],
    ...(isHeadline(current) && { current }),
  };
}

export function isCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEMS, value);
}

function isFault(value: unknown): value is FieldFault {
  return isRecord(value) && typeof value['field'] === 'string';
}

export function isHeadline(value: unknown): value is Headline {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['version'] === 'number';
}
