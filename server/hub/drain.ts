/**
 * How those who are connected to a node that ends leave it, viewers and people at the desk: each is told when,
 * evenly spread, so that the other nodes get them one after another. Who is still there shortly after its time,
 * since it knows no `drain` or its timers are slow, is closed, and comes back by itself.
 */

/** One who is connected. */
interface Guest {
  readonly connected: boolean;
}

/** All of one namespace. */
interface Guests<One extends Guest> {
  readonly sockets: ReadonlyMap<string, One>;
  on(event: 'connection', listener: (guest: One) => void): unknown;
  off(event: 'connection', listener: (guest: One) => void): unknown;
}

export interface DrainPorts<One extends Guest> {
  readonly guests: Guests<One>;
  /** ms over which their times are spread; 0: they are not told, and not waited for. */
  readonly within: number;
  readonly tell: (guest: One, afterMs: number) => void;
  /** Closes it. */
  readonly part: (guest: One) => void;
  /** Nobody is left for whom this node would have to stay. */
  readonly isDone: () => boolean;
  /** A clock that only goes on, ms. */
  readonly elapsed: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
}

/** ms that each has to leave by itself. */
const PATIENCE = 1_000;
/** ms between two looks at whose time has come. */
const LOOK = 100;
/** Those that are told in one go, after which all else has its turn. */
const SLICE = 256;

/** Resolves when nobody is left, or all were closed, or on the signal. */
export function openDrain<One extends Guest>(ports: DrainPorts<One>): Promise<void> {
  const { guests, within, tell, part, isDone, elapsed, random, signal } = ports;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const start = elapsed();
  const end = start + within;
  const times = spread([...guests.sockets.values()], within, random);
  const departures = new Map(times.map(([guest, after]) => [guest, start + after]));
  let untold = [...departures];
  let turn: NodeJS.Immediate | undefined;

  function inform(guest: One, at: number): void {
    if (guest.connected) tell(guest, Math.max(0, Math.round(at - elapsed())));
  }

  function informAll(): void {
    for (const [guest, at] of untold.slice(0, SLICE)) inform(guest, at);
    untold = untold.slice(SLICE);
    if (untold.length > 0) turn = setImmediate(informAll);
  }

  /** It was let in before the drain began. */
  function onLatecomer(guest: One): void {
    const at = elapsed() + random() * Math.max(0, end - elapsed());
    departures.set(guest, at);
    inform(guest, at);
  }

  function look(): void {
    const now = elapsed();
    for (const [guest, at] of departures) {
      if (guest.connected && now < at + PATIENCE) continue;
      departures.delete(guest);
      if (guest.connected) part(guest);
    }
    const isOver = within === 0 || now > end + PATIENCE;
    if (isOver || isDone() || signal.aborted) finish();
  }

  const timer = setInterval(look, LOOK);
  function finish(): void {
    clearInterval(timer);
    clearImmediate(turn);
    guests.off('connection', onLatecomer);
    resolve(undefined);
  }

  guests.on('connection', onLatecomer);
  signal.addEventListener('abort', finish, { once: true });
  if (within > 0) informAll();
  look();
  return promise;
}

/** To each its ms: by chance, but as many in each part of the time as in any other. */
export function spread<T>(all: readonly T[], within: number, random: () => number): [T, number][] {
  return all.map((one, n) => [one, ((n + random()) * within) / all.length]);
}
