/** Signals and exit code, nothing else. */
import { startHub } from './assemble.ts';
import { readConfig } from './config.ts';
import { endOnSignals } from './ending.ts';
import { StartFault } from './start-fault.ts';
import { welcome } from './welcome.ts';
import { startWorkers } from './workers.ts';

try {
  const config = readConfig(process.env);
  const hub = await (config.workers === 1 ? startHub(config) : startWorkers(config));
  endOnSignals({
    hub,
    on: (signal, act) => process.on(signal, act),
    exit: (code) => process.exit(code),
    now: performance.now.bind(performance),
  });
  // Whoever waits for these lines may stop the hub right after them.
  process.stdout.write(welcome(hub));
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
