/** A page with nothing but the ticker, for sites that may put a frame on their pages and no script. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Channel } from '../../shared/channel.ts';
import { canonicalLanguage, directionOf } from '../../shared/headline.ts';
import type { Boards } from '../boards/boards.ts';
import { pageHeaders } from './page-headers.ts';
import { openShell, type Markup } from './shell.ts';

export interface FramePorts {
  readonly boards: Boards;
  readonly clientFolder: string;
}

/** The ticker's attributes that a frame takes from its address; it stands where its frame stands. */
const ATTRIBUTES = [
  'mode',
  'speed',
  'label',
  'show-time',
  'show-source',
  'max',
  'theme',
  'lang',
  'dir',
  'digits',
  'messages',
  'assertive',
  'paused',
] as const;

const FIRST = 'breaking';
/** Its address holds all that it is made of, except the channel's title. */
const BRIEF = 'public, max-age=60';
/** Hosts as CSP can write them; an origin may hold a `;`, which would begin another directive. */
const HOST_SOURCE = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

type Query = (name: string) => string | undefined;

export function frameRoutes({ boards, clientFolder }: FramePorts): Hono {
  const shell = openShell(clientFolder, 'frame');
  const find = (name: string): Channel | undefined =>
    boards.has(name) ? boards.channel(name) : undefined;
  return new Hono().get(
    '/embed/frame',
    (context, next) => {
      const channel = find(context.req.query('channel') ?? FIRST);
      return pageHeaders({ frameAncestors: ancestorsOf(channel) })(context, next);
    },
    async (context) => {
      const name = context.req.query('channel') ?? FIRST;
      const query: Query = (parameter) => context.req.query(parameter);
      const channel = find(name);
      const lang = canonicalLanguage(query('lang') ?? '') ?? channel?.language ?? 'ar';
      const title = channel?.title ?? name;
      const dir = directionOf(lang);
      const page = await shell({ lang, dir, title, body: tickerOf(name, title, query) });
      if (!channel) return context.html(page, 404);
      context.header('Cache-Control', BRIEF);
      return context.html(page);
    },
  );
}

/** The ticker in a frame is the hub's own page: the channel's list of sites is held to here. */
function ancestorsOf(channel: Channel | undefined): string[] {
  const allowed = channel?.allowedOrigins ?? null;
  if (allowed === null) return ['*'];
  return ["'self'", ...allowed.filter((origin) => HOST_SOURCE.test(origin))];
}

function tickerOf(channel: string, title: string, query: Query): Markup {
  const said = ATTRIBUTES.flatMap((name) => {
    const value = query(name);
    return value === undefined ? [] : [html` ${name}="${value}"`];
  });
  // The link is for browsers that cannot show the ticker.
  return html`<ajil-ticker channel="${channel}" ${said}
    ><a href="/live/${channel}" target="_blank" rel="noopener">${title}</a></ajil-ticker
  >`;
}
