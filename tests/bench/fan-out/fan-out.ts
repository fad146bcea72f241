/** Every contender at every size, each time from a fresh start. */
import { startRedis } from '../../support/redis.ts';
import type { Contender, ContenderKind, Ground } from '../contenders/contender.ts';
import { hub } from '../contenders/hub.ts';
import { findNchan } from '../contenders/nchan.ts';
import { bareWs, docsHub } from '../contenders/node-peers.ts';
import { startCrowd, type Crowd } from '../crowd/crowd.ts';
import type { Leftovers } from '../leftovers.ts';
import { mostViewers, pin } from '../processes/limits.ts';
import type { FanOut, Measurement } from './measurement.ts';
import { emptyTally, resultOf, runTrial } from './trial.ts';

const SIZES = [1_000, 5_000, 10_000];
const ROUNDS = 60;
export interface FanOutOptions {
  readonly sizes?: readonly number[] | undefined;
  readonly rounds?: number | undefined;
  /** One line at a time, for whoever waits. */
  readonly tell: (line: string) => void;
}

export async function measureFanOut(leftovers: Leftovers, asked: FanOutOptions): Promise<FanOut> {
  if (process.platform !== 'linux') {
    throw new Error('The fan-out is measured on Linux only: it takes its account of each process');
  }
  const sizes = asked.sizes ?? usualSizes();
  const rounds = asked.rounds ?? ROUNDS;
  const { server, words } = pin();
  const redis = await leftovers.hold(
    () => startRedis('everysec'),
    (one) => one.stop(),
  );
  const ground = { pinned: server, redisUrl: redis.url, folder: () => leftovers.folder() };
  const nchan = findNchan();
  const kinds = [hub, docsHub, bareWs, ...(nchan ? [nchan] : [])];
  const skipped = nchan ? [] : ['Nchan: no nginx with ngx_nchan_module.so on this machine'];
  const lines = kinds.map(({ name }) => ({ contender: name, measurements: Array<Measurement>() }));
  for (const viewers of sizes) {
    const measured = await compare(leftovers, ground, kinds, { viewers, rounds, tell: asked.tell });
    for (const [n, line] of lines.entries()) {
      const one = measured[n];
      if (one) line.measurements.push(one);
    }
  }
  await redis.kill();
  return { pinned: words, rounds, sizes, lines, skipped };
}

function usualSizes(): number[] {
  const most = mostViewers();
  return [...SIZES.filter((size) => size < most), most];
}

interface Size {
  readonly viewers: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

/**
 * One after another, each alone on the machine, and once more in the reverse order: the machine is not
 * the same from one minute to the next. All at once was tried, in turns: whoever had come first paid a fifth more.
 */
async function compare(
  leftovers: Leftovers,
  ground: Ground,
  kinds: readonly ContenderKind[],
  { viewers, rounds, tell }: Size,
): Promise<Measurement[]> {
  const entrants = kinds.map((kind) => ({ kind, tally: emptyTally() }));
  for (const { kind, tally } of [...entrants, ...entrants.toReversed()]) {
    tell(`${kind.name}, ${viewers} viewers`);
    await using started = new AsyncDisposableStack();
    const stage = await start(leftovers, ground, kind, started);
    try {
      await runTrial({ ...stage, viewers, rounds: Math.ceil(rounds / 2), tally });
    } catch (error) {
      throw new Error(`${kind.name} with ${viewers} viewers`, { cause: error });
    }
  }
  return entrants.map(({ tally }) => resultOf(tally, viewers));
}

async function start(
  leftovers: Leftovers,
  ground: Ground,
  kind: ContenderKind,
  started: AsyncDisposableStack,
): Promise<{ contender: Contender; crowd: Crowd }> {
  const contender: Contender = await leftovers.hold(
    () => kind.start(ground),
    (one) => one.close(),
  );
  started.defer(() => contender.close());
  const crowd: Crowd = await leftovers.hold(
    () => Promise.resolve(startCrowd()),
    (one) => one.end(),
  );
  started.defer(() => crowd.end());
  return { contender, crowd };
}
