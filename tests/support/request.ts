/** One request to a hub, with the tests' own admin key; any answer is an answer. */
import { ADMIN_KEY } from './hub-process.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where there is none. */
  readonly body: unknown;
}

/**
 * A text is sent as it stands, anything else as JSON. Rejects where no answer comes, within `patience`
 * ms where that is given.
 */
export async function request(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
  patience?: number,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    signal: patience === undefined ? null : AbortSignal.timeout(patience),
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}
