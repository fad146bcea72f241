import { describe, expect, it } from 'vitest';
import type { Headline, UsableHeadline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import { countdown, countWithin, groupsOf, isFound, rowsOf, shownVersion } from './wire.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

function usable(id: string, minute: number, version = 1, headline = `خبر ${id}`): UsableHeadline {
  return {
    ...{ id, version, headline, language: 'ar', pubStatus: 'usable', urgency: 5, pinned: false },
    ...{ firstCreated: at(minute), versionCreated: at(minute + version - 1) },
  };
}
function without(id: string, pubStatus: 'withheld' | 'canceled', version: number): Headline {
  const time = { firstCreated: at(0), versionCreated: at(version) };
  return { id, version, pubStatus, language: 'ar', ...time };
}
function held(id: string, due: number, sending: Held['sending']): Held {
  const by = { kind: 'person' as const, id: 'mona', name: 'منى' };
  return {
    ...{ id, channel: 'breaking', sending, version: 1, by, hands: ['mona'], created: at(0) },
    fingerprint: '',
    ...{ needs: 'nobody', consents: [], due: at(due) },
  };
}
const log = (...headlines: Headline[]) =>
  headlines.map((headline, index) => ({ seq: index + 1, headline }));

describe('the list of a channel', () => {
  const corrected: UsableHeadline = { ...usable('a', 1, 2), urgency: 3 };
  const rows = rowsOf({
    held: [
      held('later', 30, { what: 'publish', draft: { headline: 'غدًا' } }),
      held('soon', 5, { what: 'correct', item: 'a', version: 2, correction: { urgency: 3 } }),
    ],
    board: [usable('b', 3), corrected],
    recent: log(
      usable('a', 1),
      usable('c', 1),
      usable('d', 1),
      usable('b', 3),
      corrected,
      without('c', 'withheld', 2),
      without('d', 'canceled', 2),
      usable('e', 4),
    ),
  });

  it('C3 has what waits first, by its time, then what is checked, what is up, and what is gone', () => {
    expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'held held soon',
      'held held later',
      'withheld c',
      'up b',
      'up a',
      'gone e',
      'gone d',
    ]);
  });

  it('C3 knows the words of what is held or gone by its earlier versions', () => {
    const words = Object.fromEntries(rows.map(({ key, text }) => [key, text]));
    expect(words).toMatchObject({ 'held soon': 'خبر a', c: 'خبر c', d: 'خبر d' });
    expect(rows.find(({ key }) => key === 'a')?.versions.map(({ version }) => version)).toEqual([
      1, 2,
    ]);
  });

  it('C19 a move is no version of the words', () => {
    const moved = { ...usable('a', 1, 2), pinned: true, rank: 7 };
    const board = [{ ...moved, version: 3, rank: 8 }];
    const known = rowsOf({ held: [], board, recent: log(usable('a', 1), moved) });
    expect(known.map(shownVersion)).toMatchObject([{ version: 1, versionCreated: at(1) }]);
    const recent = log(usable('a', 1), moved, usable('a', 1, 3, 'أدق'), usable('a', 1, 4, 'أدق'));
    const [row] = rowsOf({ held: [], board: [usable('a', 1, 4, 'أدق')], recent });
    expect(row?.versions.map(({ version }) => version)).toEqual([1, 3]);
  });

  it('C19 what is pinned stands by itself, and the row in which somebody writes where it stood', () => {
    const [p, b] = [{ ...usable('p', 1), pinned: true }, usable('b', 3)];
    const listed = (...board: UsableHeadline[]) => rowsOf({ held: [], board, recent: [] });
    const brief = ({ above, pinned, below }: ReturnType<typeof groupsOf>) =>
      [above, pinned, below].map((some) => some.map(({ key }) => key).join(' ')).join(' | ');
    const before = groupsOf(listed(p, b));
    expect(brief(before)).toBe(' | p | b');
    const unpinned = listed(b, usable('p', 1));
    expect(brief(groupsOf(unpinned, before, 'p'))).toBe(' | p | b');
    expect(brief(groupsOf(unpinned, before, 'b'))).toBe(' |  | b p');
    expect(brief(groupsOf(unpinned, before))).toBe(' |  | b p');
    expect(brief(groupsOf(rows, undefined, 'b'))).toBe('held soon held later c |  | b a e d');
  });

  it('C3 is searched as a reader spells', () => {
    const row = {
      ...rows[3],
      key: 'x',
      kind: 'up' as const,
      versions: [],
      text: 'إسرائيل وإيران ١٢',
    };
    expect(isFound(row, 'اسرائيل')).toBe(true);
    expect(isFound(row, 'ايران 12')).toBe(true);
    expect(isFound(row, 'سوريا')).toBe(false);
  });

  it('C6 counts what a recall would withdraw', () => {
    const now = Date.parse(at(4));
    expect(countWithin(rows, 1, now)).toBe(1);
    expect(countWithin(rows, 3, now)).toBe(3);
    expect(countWithin(rows, 60, now)).toBe(3);
  });

  it.each([
    [0, undefined],
    [1, '0:01'],
    [64_001, '1:05'],
    [3_600_000, '1:00:00'],
  ])('C2 counts down %d ms', (left, text) => {
    expect(countdown(new Date(1e12 + left).toISOString(), 1e12)).toBe(text);
  });
});
