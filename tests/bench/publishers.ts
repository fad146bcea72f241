/** Publishers on keep-alive connections, each sending its next headline when the last is acknowledged. */
import { Agent, request } from 'node:http';
import { ADMIN_KEY } from '../support/hub-process.ts';
import { summarise, type Latencies } from './figures.ts';

/** About a hundred characters, as an agency words it. */
const HEADLINE =
  'سي إن إن عن مسؤولين: اجتماع «لافروف - كيم» يشير إلى تورط أعمق لكوريا الشمالية في الحرب على أوكرانيا';
const CREATED = 201;

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

export function openPublisher(hub: string, connections: number): Publisher {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const url = `${hub}/api/channels/breaking/headlines`;
  let count = 0;
  return {
    publish() {
      count += 1;
      return post(agent, url, JSON.stringify({ headline: `${HEADLINE} (${count})` }));
    },
    close() {
      agent.destroy();
    },
  };
}

export async function measurePublishes(hub: string, limits: PublishLimits): Promise<PublishRate> {
  const publisher = openPublisher(hub, limits.connections);
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

function post(agent: Agent, url: string, body: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${ADMIN_KEY}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const { statusCode } = response;
      // Read to its end, or the connection is never free for the next.
      response.resume().once('end', () => {
        if (statusCode === CREATED) resolve();
        else reject(new Error(`${url} answered ${statusCode ?? 'nothing'} instead of ${CREATED}`));
      });
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
