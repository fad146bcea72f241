/** The Dockerfile as its engine reads it, as far as ours goes: stages, what each copies, and how the last one runs. */
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '../..');

export interface Copy {
  /** The stage that it comes from; undefined: the repository. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly copies: readonly Copy[];
  /** Of an instruction that stands once, or ''. */
  text(instruction: string): string;
}

export interface Dockerfile {
  readonly stages: readonly Stage[];
  /** The one that becomes the image. */
  readonly last: Stage;
  readonly environment: ReadonlyMap<string, string>;
  /** Programs with their arguments, none of them for a shell. */
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

type Instruction = readonly [name: string, text: string];

const wordsSchema = z.array(z.string()).min(1);

export function readDockerfile(): Dockerfile {
  const instructions = instructionsOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const stages: Stage[] = [];
  let of: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction[0] === 'FROM') {
      of = [];
      stages.push(stageOf(instruction[1], of));
    }
    of.push(instruction);
  }
  const last = stages.at(-1);
  if (!last) throw new Error('The Dockerfile has no stage');
  return {
    stages,
    last,
    environment: new Map(
      [...last.text('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    ),
    command: words(last.text('CMD')),
    healthCheck: words(/CMD (.*)$/.exec(last.text('HEALTHCHECK'))?.[1] ?? ''),
  };
}

/** Whether .dockerignore keeps a path from the engine: the last line that fits it decides. */
export function isKeptOut(path: string): boolean {
  const lines = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  let isOut = false;
  for (const line of lines.filter((text) => text !== '' && !text.startsWith('#'))) {
    const pattern = line.replace(/^!/, '');
    // A folder stands for all that is in it.
    const fits = [pattern, `${pattern}/**`].some((glob) => matchesGlob(plain(path), plain(glob)));
    if (fits) isOut = !line.startsWith('!');
  }
  return isOut;
}

/** A star fits names with a dot before them too, which in Node it does not. */
function plain(path: string): string {
  return path.replaceAll(/(^|\/)\./g, '$1dot-');
}

function instructionsOf(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      if (name === '' || rest.endsWith('\\')) throw new Error(`Not understood: ${line}`);
      return [name, rest];
    });
}

function stageOf(from: string, instructions: readonly Instruction[]): Stage {
  const [base = '', , name] = from.split(' ');
  return {
    base,
    name,
    get copies() {
      return instructions.filter(([kind]) => kind === 'COPY').map(([, text]) => copyOf(text));
    },
    text: (wanted) => instructions.findLast(([kind]) => kind === wanted)?.[1] ?? '',
  };
}

function copyOf(text: string): Copy {
  const words = text.split(' ');
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  return {
    from: options.find((word) => word.startsWith('--from='))?.slice('--from='.length),
    sources: paths.slice(0, -1),
    target: paths.at(-1) ?? '',
  };
}

function words(text: string): string[] {
  return wordsSchema.parse(JSON.parse(text));
}
