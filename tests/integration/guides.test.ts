/** Two languages say the same, and name the console's buttons as the console does. */
import { access, glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAIRS = [
  ['README.md', 'README.ar.md'],
  ['docs/newsroom.md', 'docs/newsroom.ar.md'],
] as const;

const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([whole, part]) => part ?? whole);
}

/** Each leads to its sister by a link of its own; pictures are of the page's language. */
const withoutLanguage = (link: string): string =>
  link.replace(/\.ar\.md$/, '.md').replace(/-(ar|en)\.png$/, '.png');

const linksOf = (text: string): string[] =>
  [...new Set(found(text, /\]\(([^)]+)\)/g).map(withoutLanguage))].sort();

/** Every word that a catalogue of the console has as it is. */
async function consoleWords(): Promise<Set<string>> {
  const words = new Set<string>();
  const gather = (value: unknown): void => {
    if (typeof value === 'string') words.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  for await (const file of glob('client/console/**/*messages*.ts', { cwd: ROOT })) {
    gather(await import(join(ROOT, file)));
  }
  return words;
}

describe.each(PAIRS)('%s and %s', (english, arabic) => {
  it('C20 have the same lines to run, the same tables and the same links', async () => {
    const [one, other] = await Promise.all([read(english), read(arabic)]);
    const fences = (text: string): string[] => found(text, /^```[a-z]*\n([\s\S]*?)^```/gm);
    expect(fences(other)).toEqual(fences(one));
    expect(linksOf(other)).toEqual(linksOf(one));
    const rows = (text: string): number => found(text, /^\|.*\|$/gm).length;
    expect(rows(other)).toBe(rows(one));
    const headings = (text: string): string[] => found(text, /^(#+) /gm);
    expect(headings(other)).toEqual(headings(one));
  });

  it('C20 lead to files that are there', async () => {
    for (const file of [english, arabic]) {
      const links = found(await read(file), /\]\(([^)]+)\)/g);
      for (const link of links.filter((one) => !/^https?:/.test(one))) {
        const [path = ''] = link.split('#');
        const base = join(ROOT, file, '..', path);
        await expect(access(base), `${file}: ${link}`).resolves.toBeUndefined();
      }
    }
  });
});

describe.each(PAIRS[1])('%s', (file) => {
  it('C20 calls what is to be pressed by the name that it has', async () => {
    const words = await consoleWords();
    const named = found(await read(file), /\*\*([^*]+)\*\*/g);
    expect(named.length).toBeGreaterThan(15);
    expect(
      named.map((name) => name.replace(/\s+/g, ' ')).filter((name) => !words.has(name)),
    ).toEqual([]);
  });
});
