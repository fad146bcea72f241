/** Every contender at every size, each time from a fresh start. */
import { startRedis } from '../../support/redis.ts';
import type { Contender, ContenderKind, Ground } from '../contenders/contender.ts';
import { hub } from '../contenders/hub.ts';
import { NAMES } from '../contenders/names.ts';
import { findNchan } from '../contenders/nchan.ts';
import { bareWs, docsHub } from '../contenders/node-peers.ts';
import { startCrowd, type Crowd } from '../crowd/crowd.ts';
import type { Leftovers } from '../leftovers.ts';
import { mostViewers, pin } from '../processes/limits.ts';
import type { FanOut, Measurement } from './measurement.ts';
import { runTrial } from './trial.ts';

const TURNS: readonly string[] = [NAMES.bareWs, NAMES.hub, NAMES.docsHub, NAMES.nchan];
const SIZES = [1_000, 5_000, 10_000];
/** The machine is not the same from one minute to the next: short trials, again and again. */
const HEATS = 5;
const ROUNDS = 12;

export interface FanOutOptions {
  readonly sizes?: readonly number[] | undefined;
  readonly heats?: number | undefined;
  /** In each heat. */
  readonly rounds?: number | undefined;
  /** One line at a time, for whoever waits. */
  readonly tell: (line: string) => void;
}

export async function measureFanOut(leftovers: Leftovers, asked: FanOutOptions): Promise<FanOut> {
  if (process.platform !== 'linux') {
    throw new Error('The fan-out is measured on Linux only: it takes its account of each process');
  }
  const { sizes = usualSizes(), heats = HEATS, rounds = ROUNDS, tell } = asked;
  const { server, words } = pin();
  const redis = await leftovers.hold(
    () => startRedis('everysec'),
    (one) => one.stop(),
  );
  const ground = { pinned: server, redisUrl: redis.url, folder: () => leftovers.folder() };
  const nchan = findNchan();
  const kinds = [hub, docsHub, bareWs, ...(nchan ? [nchan] : [])];
  const skipped = nchan ? [] : ['Nchan: no nginx with ngx_nchan_module.so on this machine'];
  const lines = kinds.map((kind) => ({
    kind,
    contender: kind.name,
    measurements: Array<Measurement>(),
  }));
  // This hub next to each of those that it is measured against.
  const order = lines.toSorted((a, b) => TURNS.indexOf(a.contender) - TURNS.indexOf(b.contender));
  for (const [heat, viewers] of scheduleOf(heats, sizes)) {
    for (const { kind, contender, measurements } of heat % 2 === 0 ? order : order.toReversed()) {
      tell(`heat ${heat + 1} of ${heats}: ${contender}, ${viewers} viewers`);
      const isFirst = heat === 0;
      measurements.push(await tryOut(leftovers, ground, kind, { viewers, rounds, isFirst }));
    }
  }
  await redis.kill();
  return {
    pinned: words,
    heats,
    rounds,
    sizes,
    lines: lines.map(({ contender, measurements }) => ({ contender, measurements })),
    skipped,
  };
}

function usualSizes(): number[] {
  const most = mostViewers();
  return [...SIZES.filter((size) => size < most), most];
}

/** All sizes in each heat: first those of the first heat, upwards, then those of the next, downwards. */
function scheduleOf(heats: number, sizes: readonly number[]): [number, number][] {
  return Array.from({ length: heats }, (_, heat) =>
    (heat % 2 === 0 ? sizes : sizes.toReversed()).map((size): [number, number] => [heat, size]),
  ).flat();
}

interface Extent {
  readonly viewers: number;
  readonly rounds: number;
  readonly isFirst: boolean;
}

/**
 * From a fresh start, alone on the machine. All at once was tried, in turns: whoever had come first paid
 * a fifth more.
 */
async function tryOut(
  leftovers: Leftovers,
  ground: Ground,
  kind: ContenderKind,
  { viewers, rounds, isFirst }: Extent,
): Promise<Measurement> {
  await using started = new AsyncDisposableStack();
  const stage = await start(leftovers, ground, kind, started);
  try {
    return await runTrial({ ...stage, viewers, rounds, isStormy: isFirst });
  } catch (error) {
    throw new Error(`${kind.name} with ${viewers} viewers`, { cause: error });
  }
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
