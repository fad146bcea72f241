/** Publishers on keep-alive connections, each sending its next headline when the last is acknowledged. */
import { ADMIN_KEY } from '../support/hub-process.ts';
import { summarise, type Latencies } from './figures.ts';
import { openPoster } from './post.ts';

/** About a hundred characters, as an agency words it. */
const HEADLINE =
  'سي إن إن عن مسؤولين: اجتماع «لافروف - كيم» يشير إلى تورط أعمق لكوريا الشمالية في الحرب على أوكرانيا';

export interface PublishLimits {
  readonly connections: number;
  /** Whichever of both comes first. */
  readonly count: number;
  readonly seconds: number;
}

export interface PublishRate {
  readonly perSecond: number;
  readonly acknowledgement: Latencies;
}

export interface Publisher {
  /** Resolves when the headline is acknowledged. */
  publish(): Promise<void>;
  close(): void;
}

export interface PublisherOptions {
  readonly connections?: number;
  readonly channel?: string;
  readonly headline?: (count: number) => string;
}

export function openPublisher(hub: string, options: PublisherOptions = {}): Publisher {
  const {
    connections = 1,
    channel = 'breaking',
    headline = (count) => `${HEADLINE} (${count})`,
  } = options;
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
  const poster = openPoster(`${hub}/api/channels/${channel}/headlines`, headers, connections);
  let count = 0;
  return {
    publish() {
      count += 1;
      return poster.post(JSON.stringify({ headline: headline(count) }));
    },
    close() {
      poster.close();
    },
  };
}

export async function measurePublishes(hub: string, limits: PublishLimits): Promise<PublishRate> {
  const publisher = openPublisher(hub, limits);
  try {
    // The first requests pay for connections, compilation and an empty log.
    await publishMany(publisher, { ...limits, count: limits.count / 10, seconds: 2 });
    const started = performance.now();
    const times = await publishMany(publisher, limits);
    const seconds = (performance.now() - started) / 1_000;
    return { perSecond: times.length / seconds, acknowledgement: summarise(times) };
  } finally {
    publisher.close();
  }
}

async function publishMany(publisher: Publisher, limits: PublishLimits): Promise<number[]> {
  const times: number[] = [];
  const deadline = performance.now() + limits.seconds * 1_000;
  let left = limits.count;
  const connection = async (): Promise<void> => {
    while (left > 0 && performance.now() < deadline) {
      left -= 1;
      const sent = performance.now();
      await publisher.publish();
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: limits.connections }, connection));
  return times;
}
