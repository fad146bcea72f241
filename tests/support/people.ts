/** A hub with people: invited, with accounts and roles, each signed in at a browser of its own. */
import type { Channel } from '../../shared/channel.ts';
import type { Roles } from '../../shared/role.ts';
import { startHubs } from './hubs.ts';
import { invite, PASSWORD } from './newcomer.ts';
import { request, type Answer } from './request.ts';
import { openVisitor } from './visitor.ts';

export interface PeopleHub {
  /** `who`: a name of `people`; anybody else is signed in nowhere. */
  as(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer & { readonly text: string }>;
  close(): Promise<void>;
}

export interface PeopleHubOptions {
  readonly people: Readonly<Record<string, Roles>>;
  /** Made, or changed where there is one of this name. */
  readonly channels?: readonly Channel[];
}

export async function openPeopleHub(options: PeopleHubOptions): Promise<PeopleHub> {
  const { people, channels = [] } = options;
  const hubs = await startHubs('SQLite');
  const api = `${hubs.url}/api`;
  for (const channel of channels) await settle(api, channel);
  const cookies = new Map<string, string>();
  await Promise.all(
    Object.entries(people).map(async ([name, roles], at) => {
      const visitor = openVisitor(hubs);
      const token = await invite(hubs.url, `person-${at}@news.example`, roles);
      await visitor.ask('POST', '/api/invitations/accept', { token, name, password: PASSWORD });
      cookies.set(name, visitor.cookie);
    }),
  );

  return {
    async as(who, method, path, body, headers = {}) {
      const answer = await fetch(hubs.url + path, {
        method,
        headers: {
          ...{ cookie: cookies.get(who) ?? '', origin: hubs.url },
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.endsWith('json') ?? false;
      const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
      return { status: answer.status, headers: answer.headers, body: parsed, text };
    },
    close: () => hubs.close(),
  };
}

async function settle(api: string, { name, isTest: _, ...settings }: Channel): Promise<void> {
  const made = await request(`${api}/channels`, 'POST', { name, ...settings });
  if (made.status === 409) await request(`${api}/channels/${name}`, 'PATCH', settings);
}
