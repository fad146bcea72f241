/** A viewer that can only poll, behind a proxy that opens a new connection for each of its requests. */
import { request } from 'node:http';
import { z } from 'zod';
import { until } from './until.ts';

export interface PollAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Poller {
  readonly session: string;
  /** What was sent to it, in order. */
  readonly packets: readonly string[];
  post(body: string): Promise<PollAnswer>;
  /** Waits for what the hub sends next. Rejects where the connection breaks. */
  poll(): Promise<PollAnswer>;
}

export const POLLING = '/socket.io/?EIO=4&transport=polling';
const openSchema = z.object({ sid: z.string() });

export async function openPoller(hub: string): Promise<Poller> {
  const opening = await ask(`${hub}${POLLING}`);
  const { sid: session } = openSchema.parse(JSON.parse(opening.text.slice(1)));
  const url = `${hub}${POLLING}&sid=${session}`;
  const packets: string[] = [];
  const poller: Poller = {
    session,
    packets,
    post: (body) => ask(url, 'POST', body),
    async poll() {
      const answer = await ask(url);
      if (answer.status === 200) packets.push(...answer.text.split('\x1e'));
      return answer;
    },
  };
  await poller.post('40{"channels":{"breaking":null}}');
  await until(async () => {
    await poller.poll();
    return packets.some((packet) => packet.startsWith('42["snapshot"'));
  }, 'the snapshot of a poller');
  return poller;
}

/** Over a connection of its own. */
export function ask(url: string, method = 'GET', body = ''): Promise<PollAnswer> {
  return new Promise((resolve, reject) => {
    const headers = method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {};
    const asked = request(url, { method, agent: false, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const entriesSchema = z.tuple([
  z.literal('entries'),
  z.object({ entries: z.array(z.object({ seq: z.number() })) }),
]);

/** The sequences of the entries among them. */
export function seqsOf(packets: readonly string[]): number[] {
  return packets
    .filter((packet) => packet.startsWith('42["entries"'))
    .map((packet) => entriesSchema.parse(JSON.parse(packet.slice(2))))
    .flatMap(([, { entries }]) => entries.map(({ seq }) => seq));
}
