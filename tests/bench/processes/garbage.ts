/**
 * A garbage collection in another Node process, so that its memory is what it keeps and not what it
 * has not yet thrown away. SIGUSR1 opens the inspector of any of them: the server needs no code for it.
 */
import { once } from 'node:events';
import { z } from 'zod';
import { until } from '../../support/until.ts';

/** Comes after `node`: the inspector then takes a free port instead of its usual one. */
export const INSPECTABLE = ['--inspect-port=0'];

const LIMIT = 60_000;
const messageSchema = z.object({ id: z.number().optional(), error: z.unknown().optional() });

/** `said` is what the process wrote to its standard error. */
export async function collectGarbage(pid: number, said: () => string): Promise<void> {
  const address = (): string | undefined => /Debugger listening on (ws:\S+)/.exec(said())?.[1];
  if (address() === undefined) process.kill(pid, 'SIGUSR1');
  await until(() => address() !== undefined, 'the inspector to open');
  const socket = new WebSocket(address() ?? '');
  try {
    await once(socket, 'open');
    // What the first pass finalises only the second can free.
    await ask(socket, 1);
    await ask(socket, 2);
  } finally {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }
}

function ask(socket: WebSocket, id: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    reject(new Error('The garbage was not collected in time'));
  }, LIMIT);
  const listen = ({ data }: MessageEvent): void => {
    const message = messageSchema.parse(JSON.parse(String(data)));
    if (message.id !== id) return;
    if (message.error === undefined) resolve(undefined);
    else reject(new Error(`The inspector answered ${JSON.stringify(message.error)}`));
  };
  socket.addEventListener('message', listen);
  socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.removeEventListener('message', listen);
  });
}
