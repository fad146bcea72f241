/**
 * A viewer who trusts nobody: a stock Socket.IO client that keeps its own position, writes down all
 * it is told as it comes (repeats and holes too, so that a test can find them) and works its board
 * out in the plainest way, so as not to share a mistake with `shared/timeline.ts`.
 */
import { Agent } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import type {
  ClientEvents,
  Entry,
  Position,
  ServerEvents,
  Snapshot,
  TickerItem,
} from '../../shared/protocol.ts';
import { recordTold, type Told } from './told.ts';

export interface Viewer {
  readonly snapshots: readonly Snapshot[];
  /** Every entry in the order of its arrival. */
  readonly entries: readonly Entry<TickerItem>[];
  /** Both together, each with its epoch, in the order of their arrival. */
  readonly told: readonly Told[];
  /** The reason of every lost connection. */
  readonly losses: readonly string[];
  /** Of its present connection; undefined while it has none. */
  readonly session: string | undefined;
  readonly transport: string | undefined;
  /** What it would show now. */
  board(): TickerItem[];
  /** Without a connection, and without trying, until it wakes; it keeps its position. */
  sleep(): void;
  wake(): void;
  close(): void;
}

export type Transports = ('polling' | 'websocket')[];

/** `from`: the address of this machine that it comes from. */
export function openViewer(
  hub: string,
  transports: Transports = ['websocket'],
  channel = 'breaking',
  from?: string,
): Viewer {
  const snapshots: Snapshot[] = [];
  const entries: Entry<TickerItem>[] = [];
  const losses: string[] = [];
  const items = new Map<string, TickerItem>();
  let position: Position | null = null;

  // Node's own agent, of which the library's types know nothing.
  const place: object = from === undefined ? {} : { agent: new Agent({ localAddress: from }) };
  const socket: Socket<ServerEvents, ClientEvents> = io(hub, {
    transports,
    forceNew: true,
    ...place,
    reconnectionDelay: 50,
    reconnectionDelayMax: 500,
    auth: (send) => {
      send({ channels: { [channel]: position } });
    },
  });
  const told = recordTold(socket, channel);
  socket.on('snapshot', (snapshot) => {
    snapshots.push(snapshot);
    position = { epoch: snapshot.epoch, seq: snapshot.seq };
    items.clear();
    for (const headline of snapshot.headlines.toReversed()) items.set(headline.id, headline);
  });
  socket.on('entries', (sent) => {
    for (const entry of sent.entries) {
      entries.push(entry);
      position = { epoch: sent.epoch, seq: entry.seq };
      items.set(entry.headline.id, entry.headline);
    }
  });
  socket.on('disconnect', (reason) => losses.push(reason));

  return {
    snapshots,
    entries,
    told,
    losses,
    get session() {
      return idOf(socket);
    },
    get transport() {
      return socket.connected ? socket.io.engine.transport.name : undefined;
    },
    board: () => boardOf([...items.values()], snapshots.at(-1)?.boardSize ?? 0),
    sleep() {
      socket.disconnect();
    },
    wake() {
      socket.connect();
    },
    close() {
      socket.disconnect();
    },
  };
}

/** Of the connection below Socket.IO's own, as its requests name it. */
function idOf({ connected, io: { engine } }: Socket): string | undefined {
  return connected && 'id' in engine && typeof engine.id === 'string' ? engine.id : undefined;
}

/** Newest first, of the same moment the higher id first, pinned ones above by their rank; none expires here. */
function boardOf(arrived: readonly TickerItem[], size: number): TickerItem[] {
  const shown = arrived.filter((item) => item.pubStatus === 'usable');
  const byId = shown.sort((a, b) => (a.id < b.id ? 1 : -1));
  const newestFirst = byId.sort((a, b) => Date.parse(b.firstCreated) - Date.parse(a.firstCreated));
  const pinned = newestFirst.filter((item) => item.pinned);
  const place = (item: (typeof pinned)[number]) => item.rank ?? Date.parse(item.firstCreated);
  const above = pinned.sort((a, b) => place(b) - place(a));
  const below = newestFirst.filter((item) => !item.pinned);
  return [...above, ...below].slice(0, size);
}
