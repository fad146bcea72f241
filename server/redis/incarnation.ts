/** Which Redis a connection leads to. */
import type { Incarnation } from './link.ts';
import { readInfo } from './info.ts';

/** `server`: its name among others; one that stands alone needs none. */
export async function incarnationOf(
  send: (command: readonly string[]) => Promise<unknown>,
  server: string,
): Promise<Incarnation> {
  // Some that are hosted let nobody look.
  const info = readInfo(String(await send(['INFO', 'server']).catch(() => '')));
  const config = JSON.stringify(await send(['CONFIG', 'GET', 'append*']).catch(() => ''));
  const is = (name: string, value: string): boolean =>
    new RegExp(`"${name}"[,:]"${value}"`).test(config);
  const keepsAll = is('appendonly', 'yes') && is('appendfsync', 'always');
  return { run: info.get('run_id') ?? '', server, keepsAll };
}
