/** The one script of the wire on Redis (`append.lua`), and the keys that it works on. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ErrorReply, type createClient } from 'redis';
import { z } from 'zod';

const SCRIPT = readFileSync(new URL('append.lua', import.meta.url), 'utf8');
const SCRIPT_SHA = createHash('sha1').update(SCRIPT).digest('hex');

const scriptReply = z.union([
  z.tuple([z.enum(['head', 'appended']), z.string(), z.number()]),
  z.tuple([z.enum(['replayed', 'version']), z.string()]),
  z.tuple([z.literal('conflict')]),
]);

/** One hash tag per channel: on a Cluster all of a channel's keys share a slot. */
export function keysOf(prefix: string, channel: string) {
  const base = `${prefix}{${channel}}`;
  return {
    log: `${base}:log`,
    head: `${base}:head`,
    items: `${base}:items`,
    bell: `${base}:bell`,
    record: (key: string) => `${base}:idempotency:${key}`,
  };
}

export type ScriptReply = z.output<typeof scriptReply>;

export async function evaluate(
  commands: ReturnType<typeof createClient>,
  call: { keys: string[]; arguments: string[] },
): Promise<ScriptReply> {
  const reply = await commands.evalSha(SCRIPT_SHA, call).catch((error: unknown) => {
    // Redis forgets its scripts when it restarts.
    if (error instanceof ErrorReply && error.message.startsWith('NOSCRIPT')) {
      return commands.eval(SCRIPT, call);
    }
    throw error;
  });
  return scriptReply.parse(reply);
}
