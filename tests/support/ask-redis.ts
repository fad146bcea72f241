/** One command to the Redis on a port, as an operator types it. */
import { createClient } from 'redis';

/** Rejects where there is no answer, or an error. */
export async function askRedis(port: number, ...words: readonly string[]): Promise<unknown> {
  const client = createClient({
    url: `redis://127.0.0.1:${port}`,
    socket: { reconnectStrategy: false },
    // Else it says its own name first, which a Sentinel does not understand.
    disableClientInfo: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand([...words]);
  } finally {
    client.destroy();
  }
}

/** The same for an answer of lines `name:value`, as INFO and CLUSTER INFO give; '' where it is away. */
export async function askText(port: number, ...words: readonly string[]): Promise<string> {
  return String(await askRedis(port, ...words).catch(() => ''));
}
