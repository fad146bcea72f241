/** Those who watch a channel at a hub throughout, and write down what they are told. */
import { connectWithSocketIo } from '../../client/feed/connect.ts';
import { openFeed } from '../../client/feed/feed.ts';
import type { Position } from '../../shared/protocol.ts';
import { recordTold, type Told } from '../support/told.ts';
import { openViewer } from '../support/viewer.ts';

export interface Witness {
  /** How an audit names it. */
  readonly name: string;
  readonly hub: string;
  readonly told: readonly Told[];
  /** The reason of every lost connection. */
  readonly losses: readonly string[];
  /** What it shows, first to last. */
  board(): string[];
  close(): void;
}

/** ms between attempts to come back, at most: how patient a page is, other tests say. */
const HASTE = 500;

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly headline?: string | undefined;
}

/** One line for each headline of a board, wherever that comes from. */
export function linesOf(headlines: readonly Shown[]): string[] {
  return headlines.map(({ id, version, headline }) => `${id} v${version} ${headline ?? '-'}`);
}

export function positionOf({ told }: Witness): Position | undefined {
  return told.at(-1);
}

/** A stock client of Socket.IO, and the product's own feed. */
export function openWitnesses(hub: string, channel: string): Witness[] {
  return [openStock(hub, channel), openOwn(hub, channel)];
}

function openStock(hub: string, channel: string): Witness {
  const viewer = openViewer(hub, ['websocket'], channel);
  return {
    name: `the stock viewer of ${channel} at ${hub}`,
    hub,
    told: viewer.told,
    losses: viewer.losses,
    board: () => linesOf(viewer.board()),
    close: () => viewer.close(),
  };
}

function openOwn(hub: string, channel: string): Witness {
  let told: readonly Told[] = [];
  const losses: string[] = [];
  const feed = openFeed({
    hub,
    channels: [channel],
    connect(origin, options) {
      const socket = connectWithSocketIo(origin, { ...options, reconnectionDelayMax: HASTE });
      told = recordTold(socket, channel);
      socket.on('disconnect', (reason) => losses.push(reason));
      return socket;
    },
  });
  return {
    name: `the feed of ${channel} at ${hub}`,
    hub,
    told,
    losses,
    board: () => linesOf(feed.state.channels[channel]?.headlines ?? []),
    close: () => feed.close(),
  };
}
