/** How long a headline is under way from its publisher to one lone viewer. */
import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, ServerEvents } from '../../shared/protocol.ts';
import { summarise, type Latencies } from './figures.ts';
import { openPublisher } from './publishers.ts';

/** Publishing and watching may happen at two hubs that share one Redis. */
export interface Route {
  readonly publishAt: string;
  readonly watchAt: string;
}

const ARRIVAL_LIMIT = 10_000;
const WARM_UP = 20;

/** One after another: each waits until the viewer saw the one before. */
export async function measureArrivals(route: Route, count: number): Promise<Latencies> {
  const viewer: Socket<ServerEvents, ClientEvents> = io(route.watchAt, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { channels: { breaking: null } },
  });
  const publisher = openPublisher(route.publishAt);
  try {
    await next(viewer, 'snapshot', () => viewer.connect());
    const times: number[] = [];
    for (let n = 0; n < WARM_UP + count; n += 1) {
      const sent = performance.now();
      const arrived = await next(viewer, 'entries', () => publisher.publish());
      if (n >= WARM_UP) times.push(arrived - sent);
    }
    return summarise(times);
  } finally {
    publisher.close();
    viewer.disconnect();
  }
}

/** The moment of the next event; what sets it off is waited for as well, so that its failure shows. */
async function next(
  viewer: Socket<ServerEvents, ClientEvents>,
  event: 'snapshot' | 'entries',
  setOff: () => unknown,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(() => {
    reject(new Error(`The viewer waited ${ARRIVAL_LIMIT} ms in vain for ${event}`));
  }, ARRIVAL_LIMIT);
  const fail = (why: Error | string): void => {
    reject(new Error(`The viewer lost its hub: ${String(why)}`));
  };
  viewer.once(event, () => {
    resolve(performance.now());
  });
  viewer.once('connect_error', fail).once('disconnect', fail);
  try {
    const [arrived] = await Promise.all([promise, setOff()]);
    return arrived;
  } finally {
    clearTimeout(timer);
    viewer.off('connect_error', fail).off('disconnect', fail);
  }
}
