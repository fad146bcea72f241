/**
 * Viewers by long polling: one whose every request is the test's own, and one that has joined. They poll when the
 * test says so, and not sooner.
 */
import { Agent, request } from 'node:http';
import { z } from 'zod';
import { until } from './until.ts';

export interface PollAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Poll {
  readonly session: string;
  /** Where a WebSocket takes this session over. */
  readonly upgradePath: string;
  send(packets: string): Promise<void>;
  /** One poll: waits until the hub has something to say. Nothing, where the hub has ended the session. */
  read(): Promise<readonly string[]>;
  close(): void;
}

/** Behind a proxy that opens a new connection for each of its requests. */
export interface Poller {
  readonly session: string;
  /** What was sent to it, in order. */
  readonly packets: readonly string[];
  post(body: string): Promise<PollAnswer>;
  /** Waits for what the hub sends next. Rejects where the connection breaks. */
  poll(): Promise<PollAnswer>;
}

const PATH = '/socket.io/?EIO=4&transport=';
export const POLLING = `${PATH}polling`;
const SEPARATOR = '\x1e';

/** It has said nothing yet, and keeps its connection from one request to the next. */
export async function openPoll(hub: string): Promise<Poll> {
  const agent = new Agent({ keepAlive: true });
  const session = await greet(hub, agent);
  const url = `${hub}${POLLING}&sid=${session}`;
  return {
    session,
    upgradePath: `${PATH}websocket&sid=${session}`,
    async send(packets) {
      await ask(url, 'POST', packets, agent).catch(() => undefined);
    },
    async read() {
      const answer = await ask(url, 'GET', '', agent).catch(() => undefined);
      return answer?.status === 200 ? answer.text.split(SEPARATOR) : [];
    },
    close() {
      agent.destroy();
    },
  };
}

/** It has joined, and has its board. */
export async function openPoller(hub: string): Promise<Poller> {
  const session = await greet(hub);
  const url = `${hub}${POLLING}&sid=${session}`;
  const packets: string[] = [];
  const poller: Poller = {
    session,
    packets,
    post: (body) => ask(url, 'POST', body),
    async poll() {
      const answer = await ask(url);
      if (answer.status === 200) packets.push(...answer.text.split(SEPARATOR));
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

/** The session that the hub opens. */
async function greet(hub: string, agent?: Agent): Promise<string> {
  const { text } = await ask(`${hub}${POLLING}`, 'GET', '', agent);
  const session = /"sid":"([^"]+)"/.exec(text)?.[1];
  if (session === undefined) throw new Error(`The hub does not greet: ${text}`);
  return session;
}

/** Over a connection of its own, unless it is given some. */
export function ask(
  url: string,
  method = 'GET',
  body = '',
  agent: Agent | false = false,
): Promise<PollAnswer> {
  return new Promise((resolve, reject) => {
    const headers = method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {};
    const asked = request(url, { method, agent, headers }, (answer) => {
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
