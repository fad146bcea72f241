/** A viewer by long polling, one request at a time: it polls when the test says so, and not sooner. */
import { Agent, request } from 'node:http';

export interface Poll {
  /** Where a WebSocket takes this session over. */
  readonly upgradePath: string;
  send(packets: string): Promise<void>;
  /** One poll: waits until the hub has something to say. Nothing, where the hub has ended the session. */
  read(): Promise<readonly string[]>;
  close(): void;
}

const PATH = '/socket.io/?EIO=4&transport=';
const SEPARATOR = '\x1e';

export async function openPoll(hub: string): Promise<Poll> {
  const agent = new Agent({ keepAlive: true });
  const greeting = await call(agent, `${hub}${PATH}polling`);
  const sid = /"sid":"([^"]+)"/.exec(greeting ?? '')?.[1];
  if (sid === undefined) throw new Error(`The hub does not greet: ${greeting ?? '-'}`);
  const session = `${hub}${PATH}polling&sid=${sid}`;
  return {
    upgradePath: `${PATH}websocket&sid=${sid}`,
    async send(packets) {
      await call(agent, session, packets);
    },
    async read() {
      const body = await call(agent, session);
      return body === undefined ? [] : body.split(SEPARATOR);
    },
    close() {
      agent.destroy();
    },
  };
}

/** Undefined where the answer is a refusal, or none. */
function call(agent: Agent, url: string, body?: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asking = request(url, { agent, method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(response.statusCode === 200 ? text : undefined));
      response.on('error', () => resolve(undefined));
    });
    asking.on('error', () => resolve(undefined));
    asking.end(body);
  });
}
