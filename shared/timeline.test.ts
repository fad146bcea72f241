import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShown, type Headline, type UsableHeadline } from './headline.ts';
import type { Entry } from './protocol.ts';
import { createTimeline } from './timeline.ts';

const T0 = Date.UTC(2026, 10, 24, 12);
const at = (ms: number): string => new Date(T0 + ms).toISOString();

/** A step of a channel's life: an item is published, corrected, pinned and moved, given an end, or withdrawn. */
const step = fc.record({
  id: fc.integer({ min: 1, max: 8 }),
  pinned: fc.boolean(),
  // Ranks of its own, and among the ages.
  rank: fc.option(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -1, max: 4 })), {
    nil: undefined,
  }),
  created: fc.integer({ min: 0, max: 3 }),
  expires: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  withdrawn: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function entriesOf(steps: readonly Step[]): Entry[] {
  const versions = new Map<number, Headline>();
  return steps.map(({ id, pinned, rank, created, expires, withdrawn }, index) => {
    const before = versions.get(id);
    const identity = {
      id: `item-${id}`,
      version: (before?.version ?? 0) + 1,
      language: 'ar',
      firstCreated: before?.firstCreated ?? at(created),
      versionCreated: at(index),
    };
    const text = { headline: `خبر ${id}`, urgency: 5, pinned } as const;
    const headline: Headline = withdrawn
      ? { ...identity, pubStatus: 'canceled' }
      : {
          ...identity,
          pubStatus: 'usable',
          ...text,
          // Where it is not pinned it must not count.
          ...(rank === undefined ? {} : { rank: T0 + rank }),
          ...(expires === undefined ? {} : { expires: at(expires) }),
        };
    versions.set(id, headline);
    return { seq: index + 1, headline };
  });
}

/** The board by its definition, from the whole log, without anything clever. */
function boardOf(entries: readonly Entry[], size: number, now: number): string[] {
  const latest = new Map(entries.map(({ headline }) => [headline.id, headline]));
  const shown = [...latest.values()].flatMap((item) => (isShown(item, now) ? [item] : []));
  shown.sort(
    (a, b) =>
      Number(b.pinned) - Number(a.pinned) ||
      (a.pinned && placeOf(b) - placeOf(a)) ||
      Date.parse(b.firstCreated) - Date.parse(a.firstCreated) ||
      (a.id < b.id ? 1 : -1),
  );
  return shown.slice(0, size).map(({ id }) => id);
}

const placeOf = ({ rank, firstCreated }: UsableHeadline) => rank ?? Date.parse(firstCreated);
const ids = (headlines: readonly Pick<UsableHeadline, 'id'>[]) => headlines.map(({ id }) => id);

describe('the timeline', () => {
  it('H2 folds any log into the board of the definition, at any time', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 50 }),
        (steps, size, later) => {
          const entries = entriesOf(steps);
          const timeline = createTimeline<Headline>();
          timeline.reset({ epoch: 'e', seq: 0 }, []);
          for (const entry of entries) timeline.apply('e', [entry]);
          const now = T0 + later;
          expect(ids(timeline.board(size, now))).toEqual(boardOf(entries, size, now));
          timeline.trim(size, now);
          expect(ids(timeline.board(size, now))).toEqual(boardOf(entries, size, now));
        },
      ),
    );
  });

  it('H2 repeats and stale entries change nothing, a hole stops before it', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 20, size: 'max' }),
        fc.array(fc.nat(20), { maxLength: 30, size: 'max' }),
        (steps, picks) => {
          const entries = entriesOf(steps);
          const timeline = createTimeline<Headline>();
          timeline.reset({ epoch: 'e', seq: 0 }, []);
          let reached = 0;
          for (const pick of picks) {
            const from = pick % entries.length;
            const whole = timeline.apply('e', entries.slice(from, from + 3));
            expect(whole).toBe(from <= reached);
            if (from > reached) expect(timeline.position?.seq).toBe(reached);
            else reached = Math.max(reached, Math.min(from + 3, entries.length));
            expect(timeline.position?.seq).toBe(reached);
            const board = ids(timeline.board(5, T0));
            expect(board).toEqual(boardOf(entries.slice(0, reached), 5, T0));
          }
        },
      ),
    );
  });

  it('H2 entries of another epoch, or before the first board, are a gap', () => {
    const timeline = createTimeline<Headline>();
    const [entry] = entriesOf([
      {
        ...{ id: 1, pinned: false, rank: undefined },
        ...{ created: 0, expires: undefined, withdrawn: false },
      },
    ]);
    if (!entry) throw new Error('no entry was made');
    expect(timeline.apply('e', [entry])).toBe(false);
    expect(timeline.position).toBeNull();
    timeline.reset({ epoch: 'e', seq: 0 }, []);
    expect(timeline.apply('f', [entry])).toBe(false);
    expect(timeline.position).toEqual({ epoch: 'e', seq: 0 });
    expect(timeline.board(1, T0)).toEqual([]);
  });
});
