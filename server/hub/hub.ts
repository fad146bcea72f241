/**
 * The viewers: who connects gets each channel's board or just what it missed, then every entry.
 * All of it comes from the boards' memory (H1), and an entry is encoded once per node (H3): one
 * room per channel, one emit per entry.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Channel } from '../../shared/channel.ts';
import type { UsableHeadline } from '../../shared/headline.ts';
import { asProblem, channelUnknown, Problem } from '../../shared/problem.ts';
import {
  PROTOCOL_VERSION,
  type Acknowledgement,
  type ClientEvents,
  type Entry,
  type Look,
  type Position,
  type ServerEvents,
  type Snapshot,
  type TickerItem,
} from '../../shared/protocol.ts';
import type { Board, Boards } from '../boards/boards.ts';
import type { Log } from '../telemetry/log.ts';
import { createAdmission } from './admission.ts';

/** What the handshake asked for, kept between its check and the connection. */
interface ViewerData {
  asked?: ReadonlyMap<string, Position | null>;
}

type Viewer = Socket<ClientEvents, ServerEvents, Record<string, never>, ViewerData>;

export interface Hub {
  readonly viewers: number;
  close(): Promise<void>;
}

export interface HubPorts {
  readonly server: HttpServer;
  readonly boards: Boards;
  readonly publicUrl: () => string;
  readonly log: Log;
  readonly now: () => number;
}

/** Bytes of one packet from a viewer: far above any honest one, so that most excess gets an answer. */
const PACKET_LIMIT = 64 * 1024;

export function openHub({ server, boards, publicUrl, log, now }: HubPorts): Hub {
  const io = new Server<ClientEvents, ServerEvents, Record<string, never>, ViewerData>(server, {
    serveClient: false,
    maxHttpBufferSize: PACKET_LIMIT,
    // Public data, no cookies: which pages may show a channel is checked per channel.
    cors: { origin: '*' },
  });
  const admission = createAdmission(boards, publicUrl);
  const items = new WeakMap<Board, Snapshot['headlines']>();

  function snapshotOf(name: string): Snapshot {
    const board = boards.board(name);
    const headlines = items.get(board) ?? board.headlines.map(withoutSummary);
    items.set(board, headlines);
    return {
      channel: name,
      ...lookOf(board.channel),
      ...board.position,
      now: new Date(now()).toISOString(),
      headlines,
      protocol: PROTOCOL_VERSION,
    };
  }

  // The first packet and joining are one synchronous act: no entry can fall between them (H2).
  function enter(viewer: Viewer, name: string, after: Position | null): Position {
    const { channel, position, headlines } = boards.board(name);
    const missed = after && boards.missed(name, after);
    if (missed) {
      const entries = missed.map(forTicker);
      const outline = { ...lookOf(channel), ids: headlines.map(({ id }) => id) };
      viewer.emit('entries', { channel: name, epoch: position.epoch, entries, outline });
    } else {
      viewer.emit('snapshot', snapshotOf(name));
    }
    void viewer.join(name);
    return position;
  }

  function dismiss(viewer: Viewer, channel: string, problem: Problem): void {
    viewer.emit('closed', { channel, problem: problem.toDocument() });
    void viewer.leave(channel);
  }

  // Socket.IO itself lets one connection in as often as its CONNECT stands in one polling body, and
  // sends it every entry as often.
  const taken = new WeakSet<object>();

  function problemOf(error: unknown): Problem {
    const problem = asProblem(error);
    if (problem.code === 'internal') log.error({ error }, 'a viewer could not be served');
    return problem;
  }

  /** A stranger's packet may come without a request, and without a function to answer to. */
  function answer(sent: readonly unknown[], act: (asked: unknown) => Acknowledgement): void {
    const acknowledge = sent.at(-1);
    let reply: Acknowledgement;
    try {
      reply = act(sent[0]);
    } catch (error) {
      reply = { problem: problemOf(error).toDocument() };
    }
    if (isCallback(acknowledge)) acknowledge(reply);
  }

  io.use((viewer, next) => {
    try {
      if (taken.has(viewer.conn)) throw new Problem('invalid', 'This connection has its viewer');
      viewer.data.asked = admission.handshake(viewer);
      taken.add(viewer.conn);
      next();
    } catch (error) {
      next(refusal(problemOf(error)));
    }
  });

  io.on('connection', (viewer) => {
    for (const [name, after] of viewer.data.asked ?? []) {
      try {
        enter(viewer, name, after);
      } catch (error) {
        // Deleted between the check and now.
        dismiss(viewer, name, problemOf(error));
      }
    }
    delete viewer.data.asked;
    viewer.on('disconnect', () => {
      taken.delete(viewer.conn);
    });
    viewer.on('subscribe', (...sent: unknown[]) => {
      answer(sent, (asked) => {
        const { channel, after } = admission.request(viewer, asked);
        return enter(viewer, channel, after);
      });
    });
    viewer.on('unsubscribe', (...sent: unknown[]) => {
      answer(sent, (asked) => {
        void viewer.leave(admission.named(asked));
        return {};
      });
    });
  });

  const isWatched = (channel: string): boolean => io.of('/').adapter.rooms.has(channel);

  /** New settings may have taken the channel away from some sites. */
  function dismissForbidden(channel: string): void {
    const { adapter, sockets } = io.of('/');
    for (const id of [...(adapter.rooms.get(channel) ?? [])]) {
      const viewer = sockets.get(id);
      const forbidden = viewer && admission.refusal(viewer, channel);
      if (forbidden) dismiss(viewer, channel, forbidden);
    }
  }

  boards.listen({
    entries(channel, epoch, entries) {
      if (!isWatched(channel)) return;
      io.to(channel).emit('entries', { channel, epoch, entries: entries.map(forTicker) });
    },
    renewed(channel) {
      if (boards.channel(channel).allowedOrigins) dismissForbidden(channel);
      if (isWatched(channel)) io.to(channel).emit('snapshot', snapshotOf(channel));
    },
    closed(channel) {
      const problem = channelUnknown(channel);
      io.to(channel).emit('closed', { channel, problem: problem.toDocument() });
      io.socketsLeave(channel);
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

function lookOf({ title, language, boardSize }: Channel): Look {
  return { title, language, boardSize };
}

function forTicker({ seq, headline }: Entry): Entry<TickerItem> {
  return { seq, headline: headline.pubStatus === 'usable' ? withoutSummary(headline) : headline };
}

function withoutSummary({ summary, ...item }: UsableHeadline): TickerItem<UsableHeadline> {
  return item;
}

function isCallback(value: unknown): value is (reply: Acknowledgement) => void {
  return typeof value === 'function';
}

/** As Socket.IO carries it to the `connect_error` of a client. */
function refusal(problem: Problem): Error {
  return Object.assign(new Error(problem.message), { data: problem.toDocument() });
}
