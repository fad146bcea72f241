/** How often a Redis was read from: every call of a command that Redis itself marks as read-only. */
import { createClient } from 'redis';
import { z } from 'zod';

const commandsSchema = z.array(z.tuple([z.string(), z.number(), z.array(z.string())], z.unknown()));

/** By it a hub looks up the head of each log every second, however many watch; no entry comes that way. */
const LOOK = 'hmget';

/** Counts also what a script calls, and what no hub but somebody else asked for. */
export async function countReads(url: string): Promise<number> {
  const client = createClient({ url });
  // A failed command tells it; a link that fails between them is of no matter.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const commands = commandsSchema.parse(await client.sendCommand(['COMMAND']));
    const reading = commands.filter(([, , flags]) => flags.includes('readonly'));
    const names = new Set(reading.map(([name]) => name.toLowerCase()));
    names.delete(LOOK);
    const calls = z.string().parse(await client.sendCommand(['INFO', 'commandstats']));
    let reads = 0;
    for (const [, name = '', count] of calls.matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm)) {
      if (names.has(name)) reads += Number(count);
    }
    return reads;
  } finally {
    client.destroy();
  }
}
