import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { replacePart } from './page.ts';
import { columns, markdown } from './table.ts';

const TABLE = {
  title: '',
  head: ['', 'Ajil', '÷ bare ws'],
  rows: [
    ['CPU per delivery', '10.1 µs', '1.10 ×'],
    ['errors', '0', ''],
  ],
};

describe('a table', () => {
  it('has names to the left and figures to the right', () => {
    expect(columns(TABLE)).toEqual([
      '                       Ajil  ÷ bare ws',
      '  ────────────────  ───────  ─────────',
      '  CPU per delivery  10.1 µs     1.10 ×',
      '  errors                  0',
    ]);
  });

  it('is a table in Markdown too', async () => {
    const lines = (await format(markdown(TABLE), { parser: 'markdown' })).trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^\| -+ \| -+: \| -+: \|$/);
  });
});

describe('a page', () => {
  it('keeps the words around the part that is written anew', () => {
    const page = 'before\n<!-- a: x -->\nold $1\n<!-- /a -->\nafter\n<!-- b: x --><!-- /b -->';
    const changed = replacePart(page, 'a', 'new $1');
    expect(changed).toBe(
      'before\n<!-- a: x -->\n\nnew $1\n\n<!-- /a -->\nafter\n<!-- b: x --><!-- /b -->',
    );
    expect(replacePart(changed, 'a', 'old $1')).not.toContain('new');
    expect(() => replacePart(page, 'c', '')).toThrow('no part named c');
  });
});
