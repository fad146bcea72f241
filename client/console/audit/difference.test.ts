import { describe, expect, it } from 'vitest';
import { changesOf, partsOf } from './difference.ts';

/** As it is, for what is told here is what changed. */
const plainly = (_: string, value: unknown): string =>
  Array.isArray(value) ? value.join(' · ') : String(value);

const told = (before: string, after: string): string[] =>
  partsOf(before, after).map(({ kind, text }) => `${kind}:${text}`);

describe('what a line of the audit log changed', () => {
  it('C14 is told by whole words, marks and all', () => {
    // By letters only the mark would be new, and it would hang in the air.
    expect(told('خطة جديدة', 'خطةً جديدة')).toEqual(['gone:خطة ', 'new:خطةً ', 'same:جديدة']);
  });

  it('C14 tells neighbours that both changed as one, and a word before a space as the same', () => {
    expect(told('قتل ثلاثة جنود', 'أصيب أربعة جنود في الشمال')).toEqual([
      'gone:قتل ثلاثة ',
      'new:أصيب أربعة ',
      'same:جنود ',
      'new:في الشمال',
    ]);
  });

  it('C14 is told field by field, nested ones by their path, and what stayed is left out', () => {
    const before = { name: 'منى', roles: { sport: 'editor' }, channels: ['a'], version: 1 };
    const after = { name: 'منى', roles: { '*': 'chief' }, channels: ['a', 'b'], version: 2 };
    expect(changesOf(before, after, plainly)).toEqual([
      { field: 'roles.sport', parts: [{ kind: 'gone', text: 'editor' }] },
      {
        field: 'channels',
        parts: [
          { kind: 'same', text: 'a ' },
          { kind: 'new', text: '· b' },
        ],
      },
      { field: 'roles.*', parts: [{ kind: 'new', text: 'chief' }] },
    ]);
  });

  it('C14 is everything where there was nothing, and nothing where nothing was kept', () => {
    const { length } = changesOf(undefined, { id: 'x', headline: 'خبر', pinned: false }, plainly);
    // Its id is told beside it.
    expect(length).toBe(2);
    expect(changesOf(undefined, undefined, plainly)).toEqual([]);
  });

  it('C14 tells a number or a time as one thing, whatever words it is told in', () => {
    const say = (_: string, value: unknown) => `${String(value)} · degree ${String(value)}`;
    expect(changesOf({ urgency: 5 }, { urgency: 3 }, say)).toEqual([
      {
        field: 'urgency',
        parts: [
          { kind: 'gone', text: '5 · degree 5' },
          { kind: 'new', text: '3 · degree 3' },
        ],
      },
    ]);
  });
});
