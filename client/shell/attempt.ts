/** One request to a hub, and what came of it. */
import { problemSchema, type HubProblem } from './answers.ts';

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Outcome =
  | { readonly kind: 'answer'; readonly body: unknown }
  /** Nothing was changed. */
  | { readonly kind: 'refusal'; readonly problem: HubProblem }
  /** It did not leave: no connection was made. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** It may have arrived. */
  | { readonly kind: 'lost'; readonly why: string }
  /** Whoever answers is no hub, or none that may be trusted; `hasPassed`: it may have passed it on to one. */
  | { readonly kind: 'strange'; readonly why: string; readonly hasPassed: boolean };

export interface AttemptPorts {
  readonly hub: string;
  readonly fetch: typeof fetch;
  /** ms. */
  readonly limit: number;
}

/** Errors of a connection that never was: of system calls, of name look-ups, of undici. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'bad port',
]);
/** Of TLS, before anything is sent; no second attempt would find another certificate. */
const UNTRUSTED = /CERT|^UNABLE_TO_|^ERR_(TLS|SSL)/;
/** A proxy that says these has lost the hub, perhaps in the middle of it. */
const GATEWAY = new Set([502, 503, 504]);

export async function attempt(ask: Ask, ports: AttemptPorts): Promise<Outcome> {
  const { method, path, headers, body } = ask;
  try {
    const response = await ports.fetch(`${ports.hub}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A key goes to the hub that was named, and to nobody whom it points to.
      redirect: 'manual',
      signal: AbortSignal.timeout(ports.limit),
    });
    return outcomeOf(response.status, await response.text());
  } catch (error) {
    const why = whyOf(error);
    if (UNTRUSTED.test(why)) return { kind: 'strange', why, hasPassed: false };
    return { kind: UNSENT.has(why) ? 'unsent' : 'lost', why };
  }
}

function outcomeOf(status: number, text: string): Outcome {
  const why = `HTTP ${status}`;
  const body = parsed(text);
  if (status >= 200 && status < 300) {
    const isJson = body !== undefined || text === '';
    return isJson ? { kind: 'answer', body } : { kind: 'strange', why, hasPassed: true };
  }
  const { data: problem } = problemSchema.safeParse(body);
  if (problem) return { kind: 'refusal', problem };
  if (GATEWAY.has(status)) return { kind: 'lost', why };
  return { kind: 'strange', why, hasPassed: status >= 500 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says «fetch failed» and hides why in the cause. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
