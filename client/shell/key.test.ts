import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from './catalogues.ts';
import { readKey } from './key.ts';

const words = wordsOf('en');
let home: string;
let usual: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ajil-key-'));
  usual = join(home, '.config/ajil/key');
  await mkdir(join(home, '.config/ajil'), { recursive: true });
  await writeFile(usual, 'ajil_usual\n', { mode: 0o600 });
});
afterAll(() => rm(home, { recursive: true }));

const read = (environment: Record<string, string>, file?: string) =>
  readKey({ environment, home, file, words });

describe('the key', () => {
  it('S2 comes from the file that is named, the environment, or the usual file', async () => {
    const named = join(home, 'named');
    await writeFile(named, 'ajil_named', { mode: 0o600 });
    expect(await read({ AJIL_KEY: 'ajil_variable' }, named)).toBe('ajil_named');
    expect(await read({ AJIL_KEY: 'ajil_variable' })).toBe('ajil_variable');
    expect(await read({ AJIL_KEY: '' })).toBe('ajil_usual');
    await expect(read({ XDG_CONFIG_HOME: join(home, 'none') })).rejects.toThrow(
      join(home, 'none/ajil/key'),
    );
  });

  it('S2 is not read from a file that others can read, and the message has the chmod that mends it', async () => {
    const file = join(home, 'open');
    await writeFile(file, 'ajil_open');
    for (const mode of [0o640, 0o604, 0o620, 0o644]) {
      await chmod(file, mode);
      await expect(read({}, file), mode.toString(8)).rejects.toThrow(`chmod 600 ${file}`);
    }
    await chmod(file, 0o400);
    expect(await read({}, file)).toBe('ajil_open');
  });

  it('S2 is one word, and no message repeats what stands there instead', async () => {
    for (const AJIL_KEY of ['two words', 'مفتاح', 'a\nb']) {
      await expect(read({ AJIL_KEY })).rejects.toThrow(/AJIL_KEY is no key/);
      await expect(read({ AJIL_KEY })).rejects.not.toThrow(AJIL_KEY);
    }
    await expect(read({}, join(home, 'absent'))).rejects.toThrow(/absent/);
  });
});
