/** What a Redis has done since it started, as it counts itself. */
import { readInfo } from '../../server/redis/info.ts';
import { askText } from '../support/ask-redis.ts';

export interface RedisUsage {
  /** ms on this process's clock. */
  readonly at: number;
  readonly commands: number;
  /** Bytes that came in, and that went out. */
  readonly received: number;
  readonly sent: number;
  /** ms of all its threads. */
  readonly cpu: number;
  /** Calls by the name of the command, also those that a script makes. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Each field per second. */
export type RedisRates = Omit<RedisUsage, 'at'>;

export async function readRedisUsage(port: number): Promise<RedisUsage> {
  const info = readInfo(await askText(port, 'INFO', 'everything'));
  const number = (name: string): number => {
    const value = Number(info.get(name));
    if (Number.isNaN(value)) throw new Error(`INFO says no ${name}`);
    return value;
  };
  const calls = [...info].flatMap(([name, text]) => {
    const count = /^calls=(\d+)/.exec(text)?.[1];
    return name.startsWith('cmdstat_') && count !== undefined
      ? [[name.slice('cmdstat_'.length), Number(count)] as const]
      : [];
  });
  return {
    at: performance.now(),
    commands: number('total_commands_processed'),
    received: number('total_net_input_bytes'),
    sent: number('total_net_output_bytes'),
    cpu: 1_000 * (number('used_cpu_user') + number('used_cpu_sys')),
    calls: new Map(calls),
  };
}

export function ratesBetween(before: RedisUsage, after: RedisUsage): RedisRates {
  const seconds = (after.at - before.at) / 1_000;
  const rate = (of: (usage: RedisUsage) => number): number => (of(after) - of(before)) / seconds;
  const names = [...after.calls.keys()];
  return {
    commands: rate(({ commands }) => commands),
    received: rate(({ received }) => received),
    sent: rate(({ sent }) => sent),
    cpu: rate(({ cpu }) => cpu),
    calls: new Map(names.map((name) => [name, rate(({ calls }) => calls.get(name) ?? 0)])),
  };
}
