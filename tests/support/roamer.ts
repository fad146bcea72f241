/**
 * Light viewers that come back wherever they are let in, as a ticker does: thousands fit into one process. Each
 * holds what it is told against what the others were told, and keeps nothing but its position.
 */
import { z } from 'zod';
import type { Route } from './balancer.ts';
import { openLine, type Line } from './line.ts';

export interface Roamer {
  readonly isLive: boolean;
  /** The last sequence that it was told; -1 before its first board. */
  readonly seq: number;
  /** Boards that it was sent: more than one, and it could not resume. */
  readonly boards: number;
  /** Connections that it was let in by. */
  readonly visits: number;
  close(): void;
}

export interface Roamers {
  readonly all: readonly Roamer[];
  /** What should not have come to any of them. */
  readonly faults: readonly string[];
  /** The headlines' ids by their sequence, as the first who was told heard them. */
  readonly told: ReadonlyMap<number, string>;
  close(): void;
}

export interface RoamerOptions {
  /** Asked anew for each connection. */
  readonly route: () => Route;
  readonly count: number;
  /** Of so many viewers one does not know `drain`, and stays until it is closed. */
  readonly deafEvery: number;
}

/** ms, as client/feed has it. */
const RETRY = { first: 500, most: 20_000 };

const positionShape = { epoch: z.string(), seq: z.number() };
const packetSchema = z.union([
  z.tuple([z.literal('snapshot'), z.object(positionShape)]),
  z.tuple([
    z.literal('entries'),
    z.object({
      epoch: z.string(),
      entries: z.array(z.object({ seq: z.number(), headline: z.object({ id: z.string() }) })),
    }),
  ]),
  z.tuple([z.literal('drain'), z.object({ afterMs: z.number() })]),
]);
type Packet = z.infer<typeof packetSchema>;

export function openRoamers({ route, count, deafEvery }: RoamerOptions): Roamers {
  const faults: string[] = [];
  const told = new Map<number, string>();
  const parse = createParser();
  const hear = (seq: number, id: string): void => {
    if (!told.has(seq)) told.set(seq, id);
    if (told.get(seq) !== id) faults.push(`entry ${seq} is ${id} here and ${told.get(seq) ?? ''}`);
  };
  const all = Array.from({ length: count }, (_, n) => {
    const isDeaf = n % deafEvery === deafEvery - 1;
    return openRoamer({
      route,
      isDeaf,
      parse,
      hear,
      fault: (what) => faults.push(`${n}: ${what}`),
    });
  });
  return { all, faults, told, close: () => all.forEach((one) => one.close()) };
}

/** Packets are the same for many viewers, and are taken apart once for those who hear them next. */
function createParser(): (text: string) => Packet {
  const known = new Map<string, Packet>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const packet = packetSchema.parse(JSON.parse(text));
    if (known.size > 100) known.clear();
    known.set(text, packet);
    return packet;
  };
}

interface RoamerPorts {
  readonly route: () => Route;
  readonly isDeaf: boolean;
  readonly parse: (text: string) => Packet;
  readonly hear: (seq: number, id: string) => void;
  readonly fault: (what: string) => void;
}

function openRoamer({ route, isDeaf, parse, hear, fault }: RoamerPorts): Roamer {
  let line: Line | undefined;
  let timer: NodeJS.Timeout | undefined;
  let position: { epoch: string; seq: number } | null = null;
  let [isLive, isOver] = [false, false];
  let [boards, visits, failures, links] = [0, 0, 0, 0];

  async function come(): Promise<void> {
    links += 1;
    const link = links;
    const isPresent = (): boolean => link === links;
    const { url, end } = route();
    try {
      const fresh = await openLine(url, { onPacket: (packet) => isPresent() && onPacket(packet) });
      line = fresh;
      if (isOver) fresh.close();
      await fresh.ended;
    } catch {
      // Nobody answers at the address.
    }
    end();
    if (isPresent()) leave();
  }

  function leave(): void {
    const wasLive = isLive;
    isLive = false;
    clearTimeout(timer);
    if (isOver) return;
    failures = wasLive ? 1 : failures + 1;
    const most = Math.min(RETRY.first * 2 ** failures, RETRY.most);
    timer = setTimeout(() => void come(), Math.random() * most);
  }

  /** At once, and not after a failure's wait. */
  function move(): void {
    isLive = false;
    const old = line;
    void come();
    old?.close();
  }

  function onPacket(packet: string): void {
    if (packet === '2') line?.send('3');
    else if (packet.startsWith('0')) {
      line?.send(`40${JSON.stringify({ channels: { breaking: position } })}`);
    } else if (packet.startsWith('44')) fault(`refused: ${packet}`);
    else if (packet.startsWith('42')) onEvent(parse(packet.slice(2)));
  }

  function onEvent([event, body]: Packet): void {
    if (event === 'drain') {
      if (!isDeaf) timer = setTimeout(move, body.afterMs);
      return;
    }
    if (!isLive) visits += 1;
    isLive = true;
    if (event === 'snapshot') {
      boards += 1;
      if (position) fault(`a board of ${body.seq} after ${position.seq}`);
      position = { epoch: body.epoch, seq: body.seq };
      return;
    }
    for (const { seq, headline } of body.entries) {
      if (seq !== (position?.seq ?? -1) + 1) fault(`${seq} after ${position?.seq ?? -1}`);
      hear(seq, headline.id);
      position = { epoch: body.epoch, seq };
    }
  }

  void come();
  return {
    get isLive() {
      return isLive;
    },
    get seq() {
      return position?.seq ?? -1;
    },
    get boards() {
      return boards;
    },
    get visits() {
      return visits;
    },
    close() {
      isOver = true;
      clearTimeout(timer);
      line?.close();
    },
  };
}
