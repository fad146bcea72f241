/**
 * `npm run bench`: how fast the hub is on this machine, against its goals. Real hubs as child
 * processes, loopback only; nothing is left behind, also after a failure or Ctrl-C.
 *
 *   --only publishes|fanout   half of it
 *   --viewers 1000,5000       other sizes of the crowd
 *   --heats 5 --rounds 12     how often each contender comes up, and how many bouts it then gets
 *   --json                    the same for a program
 *   --write                   into docs/performance.md, as a run without options does
 *
 * Exit code 1: a goal was missed.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { measureFanOut } from './fan-out/fan-out.ts';
import { createLeftovers } from './leftovers.ts';
import { describeMachine } from './machine.ts';
import { writePage } from './page.ts';
import { measurePublishing } from './publishes.ts';
import { printJson, printTable, reportOf } from './report.ts';

const positive = z.coerce.number<string>().int().positive();
const optionsSchema = z.object({
  only: z.enum(['publishes', 'fanout']).optional(),
  viewers: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(positive))
    .optional(),
  heats: positive.optional(),
  rounds: positive.optional(),
  json: z.boolean(),
  write: z.boolean(),
});

type Options = z.infer<typeof optionsSchema>;

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      viewers: { type: 'string' },
      heats: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  return optionsSchema.parse(values);
}

const leftovers = createLeftovers();

async function run(options: Options): Promise<void> {
  const { only, viewers, heats, rounds } = options;
  const machine = describeMachine();
  // First, because the fan-out moves this process to another core for good.
  const publishing = only === 'fanout' ? [] : await measurePublishing(leftovers);
  const tell = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const fanOut =
    only === 'publishes'
      ? undefined
      : await measureFanOut(leftovers, { sizes: viewers, heats, rounds, tell });
  const report = reportOf(machine, publishing, fanOut);
  const isFull = [only, viewers, heats, rounds].every((option) => option === undefined);
  if (isFull || options.write) await writePage(report);
  process.stdout.write(options.json ? printJson(report) : printTable(report));
  process.exitCode = report.missed.length === 0 ? 0 : 1;
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    void leftovers.dispose().finally(() => process.exit(code));
  });
}
// A throw in the middle of an event would pass by the `finally` below.
process.once('uncaughtException', (error) => {
  console.error(error);
  void leftovers.dispose().finally(() => process.exit(1));
});

try {
  await run(readOptions());
} catch (error) {
  // Whoever interrupts it knows why its connections broke.
  if (!leftovers.disposed) console.error(error);
  process.exitCode = 1;
} finally {
  await leftovers.dispose();
}
