import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fileWarning, openFileLimit } from './file-limit.ts';

it('H4 the limit of open files is the one that the kernel gave this process', () => {
  const here = new URL('file-limit.ts', import.meta.url).href;
  const script = `import { openFileLimit } from '${here}'; console.log(openFileLimit());`;
  const node = `"${process.execPath}" --input-type=module -e "${script.replaceAll('"', '\\"')}"`;
  const { stdout } = spawnSync('sh', ['-c', `ulimit -n 300; ${node}`], { encoding: 'utf8' });
  expect(stdout).toBe('300\n');
  expect(openFileLimit()).toBeGreaterThan(300);
});

it('H4 a limit too low for MAX_VIEWERS is named with what mends it', () => {
  expect(fileWarning(1_024, 10_000)).toMatch(/1024 files.*ulimit -n 10256.*MAX_VIEWERS=768/);
  expect(fileWarning(10_256, 10_000)).toBeUndefined();
  expect(fileWarning(Infinity, 10_000)).toBeUndefined();
});
