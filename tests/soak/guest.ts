/** One visit of a viewer: it comes in one of several ways, looks at what it is told, and goes. */
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { connectWithSocketIo } from '../../client/feed/connect.ts';
import { openFeed } from '../../client/feed/feed.ts';
import type { ClientEvents, Position, ServerEvents } from '../../shared/protocol.ts';
import { openLine } from '../support/line.ts';

export const WAYS = ['websocket', 'polling', 'feed', 'line'] as const;
export type Way = (typeof WAYS)[number];

export interface Guest {
  /** Where it stands in the channel; null before its first board. */
  readonly position: Position | null;
  /** Takes another channel in, or leaves it. */
  ask(event: 'subscribe' | 'unsubscribe', channel: string): void;
  leave(): void;
}

export interface GuestOptions {
  readonly hub: string;
  readonly channel: string;
  /** Where it stood when it left. */
  readonly position: Position | null;
  /** Told what should not be. */
  readonly fault: (what: string) => void;
}

export async function openGuest(way: Way, options: GuestOptions): Promise<Guest> {
  if (way === 'feed') return openReader(options);
  return way === 'line' ? openVanishing(options) : openStock(way, options);
}

/** A stock client of Socket.IO. */
function openStock(way: 'websocket' | 'polling', options: GuestOptions): Guest {
  const { hub, channel, fault } = options;
  const told = follow(options);
  const auth = { channels: { [channel]: options.position } };
  const fixed = { forceNew: true, reconnection: false };
  const socket: Socket<ServerEvents, ClientEvents> = io(hub, { transports: [way], ...fixed, auth });
  let isLeaving = false;
  socket.on('snapshot', (one) => one.channel === channel && told.board(one));
  socket.on('entries', ({ channel: of, epoch, entries }) => {
    if (of === channel) told.entries(epoch, entries);
  });
  socket.on('connect_error', ({ message }) => isLeaving || fault(`${way}: refused: ${message}`));
  socket.on('disconnect', (reason) => isLeaving || fault(`${way}: lost: ${reason}`));
  return {
    get position() {
      return told.position;
    },
    ask(event, name) {
      socket.emit(event, { channel: name }, ({ problem }) => {
        if (problem) fault(`${way}: ${event}: ${problem.detail}`);
      });
    },
    leave() {
      isLeaving = true;
      socket.disconnect();
    },
  };
}

/** The product's own. */
function openReader({ hub, channel }: GuestOptions): Guest {
  const feed = openFeed({ hub, channels: [channel], connect: connectWithSocketIo });
  return { position: null, ask: () => undefined, leave: () => feed.close() };
}

const place = { seq: z.number() };
const packetSchema = z.union([
  z.tuple([z.literal('snapshot'), z.object({ epoch: z.string(), ...place })]),
  z.tuple([
    z.literal('entries'),
    z.object({ epoch: z.string(), entries: z.array(z.object(place)) }),
  ]),
]);

/** One that says no farewell: its TCP connection is gone. */
async function openVanishing(options: GuestOptions): Promise<Guest> {
  const { hub, channel, position, fault } = options;
  const told = follow(options);
  const line = await openLine(hub, {
    onPacket(packet) {
      if (packet === '2') line.send('3');
      if (packet.startsWith('0'))
        line.send(`40${JSON.stringify({ channels: { [channel]: position } })}`);
      if (packet.startsWith('44')) fault(`line: refused: ${packet}`);
      if (!packet.startsWith('42')) return;
      const [event, body] = packetSchema.parse(JSON.parse(packet.slice(2)));
      if (event === 'snapshot') told.board(body);
      else told.entries(body.epoch, body.entries);
    },
  });
  let isLeaving = false;
  void line.ended.then(() => isLeaving || fault('line: lost'));
  return {
    get position() {
      return told.position;
    },
    ask: () => undefined,
    leave() {
      isLeaving = true;
      line.close();
    },
  };
}

/** H2: each entry after the one before. */
function follow({ position: start, fault }: GuestOptions) {
  let position = start;
  return {
    get position() {
      return position;
    },
    board({ epoch, seq }: Position): void {
      position = { epoch, seq };
    },
    entries(epoch: string, entries: readonly { readonly seq: number }[]): void {
      for (const { seq } of entries) {
        if (seq !== (position?.seq ?? -1) + 1) fault(`${seq} after ${position?.seq ?? '-'}`);
        position = { epoch, seq };
      }
    },
  };
}
