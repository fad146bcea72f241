/** What `npm run check` runs, two at a time: the linter alone takes as long as all the others. */
import { spawn } from 'node:child_process';

const CHECKS = ['check:lint', 'check:types', 'check:format', 'check:imports', 'check:spec'];
const AT_ONCE = 2;

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly said: string;
}

function run(name: string): Promise<Outcome> {
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (data: Buffer): void => {
    said += data.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // What it said was read by then.
    child.once('close', (code) => {
      resolve({ name, passed: code === 0, said });
    });
  });
}

const queue = [...CHECKS];
async function work(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const { passed, said } = await run(name);
    process.stdout.write(`${passed ? 'passed' : 'FAILED'} ${name}\n${said}`);
    if (!passed) process.exitCode = 1;
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
