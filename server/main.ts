/** Signals and exit code, nothing else. */
import { startHub } from './assemble.ts';
import { readConfig } from './config.ts';
import { StartFault } from './start-fault.ts';
import { welcome } from './welcome.ts';
import { startWorkers } from './workers.ts';

try {
  const config = readConfig(process.env);
  const hub = await (config.workers === 1 ? startHub(config) : startWorkers(config));
  process.stdout.write(welcome(hub.url, hub.newAdminKey));
  const end = (): void => {
    void hub.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
