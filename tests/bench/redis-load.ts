/**
 * `node tests/bench/redis-load.ts`: what hubs ask of their Redis, while nothing happens and for each headline.
 * Real hubs as child processes, loopback only; about a minute. `--write` puts it into docs/operating.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { format, resolveConfig } from 'prettier';
import { openApi } from '../support/api.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { request } from '../support/request.ts';
import { until } from '../support/until.ts';
import { headlineOf } from './contenders/headlines.ts';
import { createLeftovers, type Leftovers } from './leftovers.ts';
import { describeMachine, type Machine } from './machine.ts';
import { replacePart } from './page.ts';
import { ratesBetween, readRedisUsage, type RedisRates } from './redis-usage.ts';
import { markdown, type Table } from './table.ts';

const PAGE = new URL('../../docs/operating.md', import.meta.url).pathname;
const NODES = { few: 1, many: 6 };
const CHANNELS = { few: 1, many: 11 };
/** Headlines a second. */
const RATE = 100;
/** s of each condition. */
const WINDOW = 10;
/** ms for what belongs to the start, such as loading the scripts. */
const SETTLING = 2_000;

type Measured = 'commands' | 'received' | 'sent' | 'cpu';
type Cost = Readonly<Record<Measured, number>>;

interface Conditions {
  readonly node: Cost;
  readonly channel: Cost;
  readonly headline: Cost;
  readonly headlineAndNode: Cost;
  readonly idle: RedisRates;
}

async function measure(leftovers: Leftovers): Promise<Conditions> {
  const redis = await leftovers.hold(startRedis, (one) => one.stop());
  const hubs: HubProcess[] = [];
  const grow = async (count: number): Promise<void> => {
    while (hubs.length < count) {
      const environment = { PUBLISHES_PER_MINUTE: '0' };
      const place = { dataDir: await leftovers.folder(), redisUrl: redis.url, environment };
      hubs.push(
        await leftovers.hold(
          () => startHubProcess(place),
          (hub) => hub.kill(),
        ),
      );
    }
  };
  const watch = async (during: () => Promise<void>): Promise<RedisRates> => {
    await pause(SETTLING);
    const before = await readRedisUsage(redis.port);
    await during();
    return ratesBetween(before, await readRedisUsage(redis.port));
  };
  const idle = () => pause(WINDOW * 1_000);
  const busy = (): Promise<void> => publish(hubs[0]?.url ?? '');

  await grow(NODES.few);
  const few = { idle: await watch(idle), busy: await watch(busy) };
  await grow(NODES.many);
  const many = { idle: await watch(idle), busy: await watch(busy) };
  await addChannels(hubs, CHANNELS.many - CHANNELS.few);
  const wide = await watch(idle);

  const nodes = NODES.many - NODES.few;
  const cost = (of: (name: Measured) => number): Cost => ({
    commands: of('commands'),
    received: of('received'),
    sent: of('sent'),
    cpu: of('cpu'),
  });
  const perHeadline = ({ idle: still, busy: moving }: typeof few, name: Measured): number =>
    (moving[name] - still[name]) / RATE;
  const headlineAndNode = cost(
    (name) => (perHeadline(many, name) - perHeadline(few, name)) / nodes,
  );
  return {
    node: cost((name) => (many.idle[name] - few.idle[name]) / nodes),
    channel: cost(
      (name) => (wide[name] - many.idle[name]) / (CHANNELS.many - CHANNELS.few) / NODES.many,
    ),
    headline: cost((name) => perHeadline(few, name) - NODES.few * headlineAndNode[name]),
    headlineAndNode,
    idle: many.idle,
  };
}

/** One after another, each at its time. */
async function publish(url: string): Promise<void> {
  const api = openApi(url);
  const start = performance.now();
  for (let count = 0; count < RATE * WINDOW; count += 1) {
    await pause(Math.max(0, start + (count * 1_000) / RATE - performance.now()));
    await api.publish({ headline: headlineOf(count) });
  }
  await pause(Math.max(0, start + WINDOW * 1_000 - performance.now()));
}

async function addChannels(hubs: readonly HubProcess[], count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const channel = { name: `channel-${n}`, title: `قناة ${n}` };
    await request(`${hubs[0]?.url ?? ''}/api/channels`, 'POST', channel);
    for (const { url } of hubs) {
      const board = `${url}/api/channels/${channel.name}/headlines`;
      await until(async () => (await request(board)).status === 200, `a board at ${url}`);
    }
  }
}

function tableOf({ node, channel, headline, headlineAndNode }: Conditions): Table {
  // Below zero: less than the difference of two windows can tell.
  const shown = (value: number, digits: number): string => Math.max(0, value).toFixed(digits);
  const row = (name: string, { commands, received, sent, cpu }: Cost): string[] => [
    name,
    shown(commands, 1),
    `${shown(received, 0)} B`,
    `${shown(sent, 0)} B`,
    `${shown(1_000 * cpu, 0)} µs`,
  ];
  return {
    title: '',
    head: ['what Redis does', 'commands', 'receives', 'sends', 'CPU'],
    rows: [
      row('for each node, per second, with one channel', node),
      row('for each further channel of a node, per second', channel),
      row('for each headline', headline),
      row('for each headline and node', headlineAndNode),
    ],
  };
}

function pageOf(machine: Machine, conditions: Conditions): string {
  const { date, cpu, cores, system, node, load } = machine;
  const calls = [...conditions.idle.calls]
    .map(([name, rate]) => [name, rate / NODES.many] as const)
    .filter(([, rate]) => rate >= 0.05)
    .sort(([, a], [, b]) => b - a)
    .map(([name, rate]) => `\`${name}\` ${rate.toFixed(1)}`);
  return [
    `Measured on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${system}, Node ${node}, load ${load} at the start; ${NODES.few} and ` +
      `${NODES.many} nodes, ${CHANNELS.few} and ${CHANNELS.many} channels, ${RATE} headlines a second of 400 ` +
      `bytes, ${WINDOW} s each, \`appendfsync always\`.`,
    markdown(tableOf(conditions)),
    `A node that is left alone calls, each second: ${calls.join(', ')}.`,
  ].join('\n\n');
}

const leftovers = createLeftovers();
process.once('SIGINT', () => void leftovers.dispose().finally(() => process.exit(130)));
try {
  const machine = describeMachine();
  const text = pageOf(machine, await measure(leftovers));
  if (process.argv.includes('--write')) {
    const page = replacePart(await readFile(PAGE, 'utf8'), 'redis-load', text);
    const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
    await writeFile(PAGE, await format(page, options));
  }
  process.stdout.write(`${text}\n`);
} finally {
  await leftovers.dispose();
}
