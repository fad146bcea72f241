/**
 * The API key: from the environment or from a file, never from the command line, where every user of the machine
 * reads it in the list of processes, and the shell writes it into its history.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Words } from './words.ts';
import { wrongUse } from './failure.ts';
import type { World } from './world.ts';

/** What a header can carry. */
const FORM = /^[\x21-\x7e]+$/;
/** Read or write, for the group or for all. */
const OTHERS = 0o077;

export interface KeyPorts extends Pick<World, 'environment' | 'home'> {
  /** `--key-file`. */
  readonly file: string | undefined;
  readonly words: Words;
}

function keyFileOf({ environment, home }: Pick<World, 'environment' | 'home'>): string {
  return join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'ajil', 'key');
}

/** A named file comes first, then AJIL_KEY, then the file at its usual place. */
export async function readKey(ports: KeyPorts): Promise<string> {
  const { environment, file, words } = ports;
  const fromEnvironment = environment['AJIL_KEY'];
  if (file === undefined && fromEnvironment) return checked(fromEnvironment, 'AJIL_KEY', words);
  const path = file ?? keyFileOf(ports);
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isAbsent && file === undefined) throw wrongUse(words.faults.noKey(path));
    throw wrongUse(words.faults.unreadable(path, error instanceof Error ? error.message : ''));
  }
  try {
    // Of what was opened, and not of the name: nobody changes it in between.
    const { mode } = await handle.stat();
    if ((mode & OTHERS) !== 0) throw wrongUse(words.faults.keyFileOpen(path));
    return checked((await handle.readFile('utf8')).trim(), path, words);
  } finally {
    await handle.close();
  }
}

/** Says where it is from, and nothing of what it is. */
function checked(key: string, from: string, words: Words): string {
  if (FORM.test(key)) return key;
  throw wrongUse(words.faults.keyForm(from));
}
