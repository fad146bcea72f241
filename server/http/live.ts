/** The live page of a channel: plain HTML, the address for whoever cannot run the ticker. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import type { Board, Boards } from '../boards/boards.ts';
import { LIVE_LANGUAGES } from './live-messages.ts';
import { livePage, unknownChannelPage } from './live-page.ts';
import { pageHeaders } from './page-headers.ts';
import { openShell, type Shell } from './shell.ts';

export interface LivePorts {
  readonly boards: Boards;
  readonly clientFolder: string;
  readonly now: () => number;
}

interface Written {
  /** The minute it was written in: the page says how old each headline is. */
  readonly minute: number;
  readonly text: string;
  readonly etag: string;
}

const MINUTE = 60_000;
/** A proxy may answer a rush of readers with one copy, and nobody is behind by more than this. */
const BRIEF = 'public, max-age=5';

export function liveRoutes({ boards, clientFolder, now }: LivePorts): Hono {
  const shell = openShell(clientFolder, 'live');
  const write = createWriter(shell);
  return new Hono().get('/live/:channel', pageHeaders(), async (context) => {
    const name = context.req.param('channel');
    if (!boards.has(name)) {
      const language = accepts(context, {
        header: 'Accept-Language',
        supports: [...LIVE_LANGUAGES],
        default: 'ar',
      });
      context.header('Vary', 'Accept-Language');
      return context.html(await shell(unknownChannelPage(name, language)), 404);
    }
    const { text, etag } = await write(boards.board(name), now());
    context.header('Cache-Control', BRIEF);
    context.header('ETag', etag);
    if (context.req.header('if-none-match') === etag) return context.body(null, 304);
    return context.html(text);
  });
}

/** Once for each board and minute, however many readers ask (H1). */
function createWriter(shell: Shell): (board: Board, now: number) => Promise<Written> {
  const pages = new WeakMap<Board, Written>();
  return async (board, now) => {
    const minute = Math.floor(now / MINUTE);
    const before = pages.get(board);
    if (before?.minute === minute) return before;
    const text = await shell(livePage(board, now));
    const etag = `"${createHash('sha1').update(text).digest('base64url')}"`;
    const page = { minute, text, etag };
    pages.set(board, page);
    return page;
  };
}
