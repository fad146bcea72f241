/** A browser as the hub's own page uses it: it keeps cookies and says where it comes from. */
import { request, type Answer } from './request.ts';

type Headers = Readonly<Record<string, string>>;
type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Headers,
  hub?: string,
) => Promise<Answer>;

export interface Visitor {
  /** What it would send as `Cookie`. */
  cookie: string;
  /** `headers` replace its own. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Headers,
    hub?: string,
  ): Promise<Answer>;
}

/** `call` checks answers, where a test wants that. */
export function openVisitor(hub: { readonly url: string }, call: Call = callOf(hub)): Visitor {
  const visitor: Visitor = {
    cookie: '',
    async ask(method, path, body, headers, at = hub.url) {
      const own = { authorization: '', cookie: visitor.cookie, 'user-agent': 'a browser' };
      const from = { origin: at, 'sec-fetch-site': 'same-origin' };
      const answer = await call(method, path, body, { ...own, ...from, ...headers }, at);
      for (const set of answer.headers.getSetCookie()) {
        const [pair = '', ...attributes] = set.split('; ');
        visitor.cookie = attributes.includes('Max-Age=0') ? '' : pair;
      }
      return answer;
    },
  };
  return visitor;
}

function callOf(hub: { readonly url: string }): Call {
  return (method, path, body, headers, at = hub.url) => request(at + path, method, body, headers);
}
