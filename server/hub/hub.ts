/**
 * The viewers: who connects gets each channel's board or just what it missed, then every entry.
 * All of it comes from the boards' memory (H1), and an entry is encoded once per node (H3): one
 * room per channel, one emit per entry.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Headline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import {
  parsePosition,
  PROTOCOL_LIMITS,
  type Acknowledgement,
  type ClientEvents,
  type Entry,
  type Position,
  type ServerEvents,
  type TickerItem,
} from '../../shared/protocol.ts';
import type { Boards } from '../boards/boards.ts';

type Viewer = Socket<ClientEvents, ServerEvents>;

export interface Hub {
  readonly viewers: number;
  close(): Promise<void>;
}

/** Bytes of one packet from a viewer: far above any honest one, so that most excess gets an answer. */
const PACKET_LIMIT = 64 * 1024;

const handshake = z.object({ channels: z.record(z.string(), z.unknown()).default({}) });
const request = z.object({ channel: z.string(), position: z.unknown() });

export function openHub(server: HttpServer, boards: Boards, now: () => number): Hub {
  const io = new Server<ClientEvents, ServerEvents>(server, {
    serveClient: false,
    maxHttpBufferSize: PACKET_LIMIT,
    // Public data, no cookies: which pages may show a channel is checked per channel below.
    cors: { origin: '*' },
  });

  function checked(viewer: Viewer, name: string, position: unknown): Position | null {
    const { allowedOrigins } = boards.channel(name);
    const { origin, host } = viewer.handshake.headers;
    const isForeign = origin !== undefined && URL.parse(origin)?.host !== host;
    if (isForeign && allowedOrigins && !allowedOrigins.includes(origin)) {
      throw new Problem('origin_forbidden', `Pages of ${origin} may not show ${name}`);
    }
    if (position === null || position === undefined) return null;
    const parsed = parsePosition(position);
    if (parsed) return parsed;
    throw new Problem('bad_position', `The position for ${name} is not {epoch, seq}`, [
      { field: `channels.${name}`, detail: 'is not {epoch, seq}' },
    ]);
  }

  function admit(viewer: Viewer): Map<string, Position | null> {
    const parsed = handshake.safeParse(viewer.handshake.auth);
    if (!parsed.success) {
      throw new Problem('invalid', 'auth must be {channels: {name: position or null}}', [
        { field: 'auth.channels', detail: 'must be an object of positions' },
      ]);
    }
    const asked = Object.entries(parsed.data.channels);
    limitChannels(asked.length);
    return new Map(asked.map(([name, position]) => [name, checked(viewer, name, position)]));
  }

  function send(viewer: Viewer, name: string, after: Position | null): Position {
    const { position } = boards.board(name);
    const missed = after && boards.missed(name, after);
    if (missed) {
      const entries = missed.map(forTicker);
      viewer.emit('entries', { channel: name, epoch: position.epoch, entries });
    } else {
      viewer.emit('snapshot', snapshotOf(name));
    }
    return position;
  }

  function snapshotOf(name: string) {
    const { channel, position, headlines } = boards.board(name);
    return {
      channel: name,
      title: channel.title,
      language: channel.language,
      boardSize: channel.boardSize,
      ...position,
      now: new Date(now()).toISOString(),
      headlines: headlines.map(({ summary, ...item }) => item),
    };
  }

  // Joining and the first packet are one synchronous act: no entry can fall between them (H2).
  function enter(viewer: Viewer, name: string, after: Position | null): Position {
    const position = send(viewer, name, after);
    void viewer.join(name);
    return position;
  }

  io.use((viewer, next) => {
    try {
      admit(viewer);
      next();
    } catch (error) {
      next(refusal(error));
    }
  });

  io.on('connection', (viewer) => {
    for (const [name, after] of admit(viewer)) enter(viewer, name, after);
    viewer.on('subscribe', (asked: unknown, acknowledge: unknown) => {
      answer(acknowledge, () => {
        const { channel, position } = parseRequest(asked);
        const after = checked(viewer, channel, position);
        if (!viewer.rooms.has(channel)) limitChannels(viewer.rooms.size);
        return enter(viewer, channel, after);
      });
    });
    viewer.on('unsubscribe', (asked: unknown, acknowledge: unknown) => {
      answer(acknowledge, () => {
        void viewer.leave(parseRequest(asked).channel);
        return {};
      });
    });
  });

  boards.listen({
    entries(channel, epoch, entries) {
      io.to(channel).emit('entries', { channel, epoch, entries: entries.map(forTicker) });
    },
    renewed(channel) {
      if (io.of('/').adapter.rooms.has(channel))
        io.to(channel).emit('snapshot', snapshotOf(channel));
    },
  });

  return {
    get viewers() {
      return io.engine.clientsCount;
    },
    async close() {
      await io.close();
    },
  };
}

function limitChannels(count: number): void {
  if (count <= PROTOCOL_LIMITS.channelsPerViewer) return;
  const detail = `may name at most ${PROTOCOL_LIMITS.channelsPerViewer} channels`;
  throw new Problem('too_many_channels', `A viewer ${detail}`, [{ field: 'channels', detail }]);
}

function parseRequest(asked: unknown) {
  const parsed = request.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', 'channel must be a text', [
    { field: 'channel', detail: 'must be a text' },
  ]);
}

function forTicker({ seq, headline }: Entry): Entry<TickerItem> {
  return { seq, headline: withoutSummary(headline) };
}

function withoutSummary(headline: Headline): TickerItem {
  if (headline.pubStatus === 'canceled') return headline;
  const { summary, ...item } = headline;
  return item;
}

/** A stranger's packet may come without a function to answer to. */
function answer(acknowledge: unknown, act: () => Acknowledgement): void {
  let reply: Acknowledgement;
  try {
    reply = act();
  } catch (error) {
    reply = { problem: refusal(error).data };
  }
  if (isCallback(acknowledge)) acknowledge(reply);
}

function isCallback(value: unknown): value is (reply: Acknowledgement) => void {
  return typeof value === 'function';
}

function refusal(error: unknown) {
  const problem =
    error instanceof Problem ? error : new Problem('internal', 'The hub failed', [], error);
  return Object.assign(new Error(problem.message), { data: problem.toDocument() });
}
