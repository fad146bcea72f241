import { io as openClient, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openBareHub } from '../../tests/support/bare-hub.ts';
import { until } from '../../tests/support/until.ts';
import { openLog } from '../telemetry/log.ts';

let leftovers: AsyncDisposableStack;
beforeEach(() => void (leftovers = new AsyncDisposableStack()));
afterEach(() => leftovers.disposeAsync());

async function open() {
  const log = openLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const { io, url } = leftovers.adopt(await openBareHub({ log }), (hub) => hub.close());
  const come = async (transport: string): Promise<Socket> => {
    const client = openClient(url, { transports: [transport], forceNew: true });
    leftovers.defer(() => void client.disconnect());
    await until(() => client.connected, 'the client to be let in');
    return client;
  };
  return { io, warn, come };
}

it('H3 says once when Socket.IO is built otherwise inside, and serves by its own means', async () => {
  const { io, warn, come } = await open();
  io.engine.prependListener('connection', ({ transport }: { transport: object }) => {
    Reflect.deleteProperty(transport, 'perMessageDeflate');
  });
  const clients = [await come('websocket'), await come('websocket')];
  expect(warn).toHaveBeenCalledOnce();
  const heard: unknown[] = [];
  for (const client of clients) client.on('drain', (notice) => heard.push(notice));
  io.emit('drain', { afterMs: 7 });
  await until(() => heard.length === 2, 'both to hear');
  expect(heard).toEqual([{ afterMs: 7 }, { afterMs: 7 }]);
});

it('H3 a first viewer who polls is no reason to warn', async () => {
  const { warn, come } = await open();
  await come('polling');
  await come('websocket');
  expect(warn).not.toHaveBeenCalled();
});

it('H3 a strange inside is noticed behind a viewer who polls', async () => {
  const { io, warn, come } = await open();
  await come('polling');
  io.engine.prependListener('connection', ({ transport }: { transport: object }) => {
    Reflect.deleteProperty(transport, 'perMessageDeflate');
  });
  await come('websocket');
  expect(warn).toHaveBeenCalledOnce();
});
