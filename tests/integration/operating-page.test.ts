import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../server/config.ts';
import { read } from '../support/deploy-files.ts';
import { ROOT } from '../support/dockerfile.ts';
import { operatingPage, readOperatingPage } from '../support/variables-page.ts';

const README = 'README.md';

/** The names in the first column of tables. */
function variablesIn(page: string): string[] {
  return [...page.matchAll(/^\| `([A-Z][A-Z_]+)` /gm)].map(([, name = '']) => name);
}

describe('docs/operating.md', () => {
  it('O3 says of every variable what server/config.ts says (else: npm run docs)', async () => {
    const page = readOperatingPage();
    expect(page).toBe(await operatingPage(page));
    expect(variablesIn(page)).toEqual(Object.keys(VARIABLES));
  });

  it('O3 would show a variable more, and another default', async () => {
    const page = readOperatingPage();
    const more = { ...VARIABLES, MORE: { doc: 'A | B.', fallback: false, form: '0 or 1' } };
    expect(await operatingPage(page, more)).toMatch(
      /^\| `MORE` +\| `0` +\| A \\\| B\. +\| 0 or 1/m,
    );
    const other = { ...VARIABLES, PORT: { ...VARIABLES.PORT, fallback: 3_001 } };
    expect(await operatingPage(page, other)).toMatch(/^\| `PORT` +\| `3001` /m);
    const odd = { ODD: { doc: '', fallback: {}, form: '' } };
    await expect(operatingPage(page, odd)).rejects.toThrow(/ODD/);
  });

  it('O3 names files and commands that are there, and so does the short list in README.md', () => {
    const page = readOperatingPage();
    for (const [, path = ''] of page.matchAll(/\]\(((?!https?:|#)[^)#]+)[^)]*\)/g)) {
      expect(existsSync(join(ROOT, 'docs', path)), path).toBe(true);
    }
    for (const [, path = ''] of page.matchAll(/`?node ((?:server|tests)\/\S+?\.ts)/g)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
    const scripts = read('package.json');
    for (const [, script = ''] of page.matchAll(/npm run ([\w:]+)/g)) {
      expect(scripts, script).toContain(`"${script}":`);
    }
    const few = variablesIn(read(README));
    expect(few.length).toBeGreaterThan(3);
    for (const name of few) expect(Object.keys(VARIABLES)).toContain(name);
  });
});
