import { describe, expect, it } from 'vitest';
import type { UsableHeadline } from '../../shared/headline.ts';
import type { Snapshot } from '../../shared/protocol.ts';
import { createSightings, type Sighting } from './sightings.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const at = (second: number): string => new Date(NOW + second * 1_000).toISOString();

function item(id: string, second: number, version = 1): UsableHeadline {
  const times = { firstCreated: at(second), versionCreated: at(second + version) };
  const text = { language: 'ar', headline: `${id}${version}`, urgency: 5, pinned: false } as const;
  return { id, version, pubStatus: 'usable', ...times, ...text };
}

function snapshot(
  seq: number,
  headlines: UsableHeadline[],
  more: Partial<Snapshot> = {},
): Snapshot {
  const look = { title: 't', language: 'ar', boardSize: 3 };
  return { channel: 'c', epoch: 'e', seq, now: at(0), headlines, ...look, ...more };
}

const brief = (seen: readonly Sighting[]) =>
  seen.map(({ event, headline: { id, version } }) => `${event} ${id}${version}`);

describe('what a watcher sees', () => {
  it('S4 the board first, oldest first; then each entry once, though it comes again', () => {
    const sightings = createSightings(() => NOW);
    const entries = (...seqs: number[]) =>
      brief(
        sightings.entries({
          ...{ channel: 'c', epoch: 'e' },
          entries: seqs.map((seq) => ({ seq, headline: item(`n${seq}`, seq) })),
        }),
      );
    expect(brief(sightings.snapshot(snapshot(2, [item('b', 2), item('a', 1)])))).toEqual([
      'shown a1',
      'shown b1',
    ]);
    expect(entries(1, 2, 3)).toEqual(['new n31']);
    expect(entries(3, 4)).toEqual(['new n41']);
    // A hole: the feed asks for what is missing, and what came too early comes again.
    expect(entries(6)).toEqual([]);
    expect(entries(5, 6)).toEqual(['new n51', 'new n61']);
  });

  it('S4 corrections and withdrawals, with what was there before', () => {
    const sightings = createSightings(() => NOW);
    sightings.snapshot(snapshot(1, [item('a', 1)]));
    const { headline: _, urgency: _u, pinned: _p, ...rest } = item('a', 1, 3);
    const seen = sightings.entries({
      ...{ channel: 'c', epoch: 'e' },
      entries: [
        { seq: 2, headline: item('a', 1, 2) },
        { seq: 3, headline: { ...rest, pubStatus: 'withheld' } },
        { seq: 4, headline: item('a', 1, 4) },
        { seq: 5, headline: { ...rest, version: 5, pubStatus: 'canceled' } },
      ],
    });
    expect(brief(seen)).toEqual(['corrected a2', 'withheld a3', 'corrected a4', 'withdrawn a5']);
    expect(seen.map(({ before }) => before?.headline)).toEqual(['a1', 'a2', 'a2', 'a4']);
  });

  it('S4 what was missed is told once, as it stands, however many entries say so', () => {
    const sightings = createSightings(() => NOW);
    sightings.snapshot(snapshot(1, [item('a', 1)]));
    const { headline: _, urgency: _u, pinned: _p, ...rest } = item('c', 4, 3);
    const gone = { ...rest, pubStatus: 'canceled' } as const;
    const missed = [item('b', 3, 2), item('a', 1, 2), gone, item('b', 3, 2), gone];
    const entries = missed.map((headline, n) => ({ seq: n + 2, headline }));
    const told = { channel: 'c', epoch: 'e' };
    expect(brief(sightings.entries({ ...told, entries: entries.slice(0, 3) }))).toEqual([
      'new b2',
      'corrected a2',
      'withdrawn c3',
    ]);
    expect(sightings.entries({ ...told, entries: entries.slice(3) })).toEqual([]);
    // One that is off this board for its age is not new because it is corrected.
    const old = [{ seq: 7, headline: item('old', 0, 2) }];
    expect(brief(sightings.entries({ ...told, entries: old }))).toEqual(['corrected old2']);
  });

  it('S4 what is moved among the pinned is not said to be corrected', () => {
    const sightings = createSightings(() => NOW);
    const moved = (version: number, rank: number) => ({
      ...{ ...item('a', 1), version, versionCreated: at(50) },
      ...{ pinned: true, rank },
    });
    sightings.snapshot(snapshot(1, [item('a', 1)]));
    const entries = [{ seq: 2, headline: moved(2, 7) }];
    expect(brief(sightings.entries({ channel: 'c', epoch: 'e', entries }))).toEqual(['moved a2']);
    expect(brief(sightings.snapshot(snapshot(3, [moved(3, 8)])))).toEqual(['moved a3']);
    const next = { ...moved(4, 8), headline: 'آخر' };
    expect(brief(sightings.snapshot(snapshot(4, [next])))).toEqual(['corrected a4']);
  });

  it('S4 a board anew tells what changed meanwhile, and what has just risen is not new', () => {
    const sightings = createSightings(() => NOW);
    sightings.snapshot(snapshot(9, [item('c', 30), item('b', 20), item('a', 10)]));
    const next = [item('d', 90), item('b', 20, 2), item('old', 1)];
    const seen = sightings.snapshot(snapshot(1, next, { epoch: 'f' }));
    expect(brief(seen)).toEqual(['gone c1', 'gone a1', 'shown old1', 'corrected b2', 'new d1']);
  });

  it('S4 what has expired by the time of the hub is not said to be gone', () => {
    const sightings = createSightings(() => NOW + 3_600_000);
    sightings.snapshot(snapshot(1, [{ ...item('a', 1), expires: at(60) }]));
    expect(brief(sightings.snapshot(snapshot(1, [])))).toEqual(['gone a1']);
    sightings.snapshot(snapshot(1, [{ ...item('a', 1), expires: at(60) }]));
    expect(brief(sightings.snapshot(snapshot(1, [], { now: at(61) })))).toEqual([]);
  });
});
