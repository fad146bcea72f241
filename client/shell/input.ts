/** Texts from files and from stdin: UTF-8 and nothing else, so that nothing is published garbled. */
import { readFile } from 'node:fs/promises';
import type { Words } from './words.ts';
import { wrongUse } from './failure.ts';
import type { World } from './world.ts';

/** `-` is stdin. */
export async function readInput(name: string, world: World, words: Words): Promise<string> {
  const bytes = name === '-' ? await readAll(world.stdin) : await readNamed(name, words);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongUse(words.faults.notUtf8(name));
  }
}

/** A text as typed; `-` takes it from stdin, without the line break that `echo` puts at its end. */
export async function readText(typed: string, world: World, words: Words): Promise<string> {
  if (typed !== '-') return typed;
  return (await readInput('-', world, words)).replace(/\r?\n$/, '');
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function readNamed(name: string, words: Words): Promise<Uint8Array> {
  try {
    return await readFile(name);
  } catch (error) {
    throw wrongUse(words.faults.unreadable(name, error instanceof Error ? error.message : ''));
  }
}
