import { describe, expect, it } from 'vitest';
import type { TickerItem } from '../../shared/protocol.ts';
import { aHeadline } from '../support/headlines.ts';
import type { Told } from '../support/told.ts';
import { audit, type Evidence } from './audit.ts';

const item = (id: string, version = 1): TickerItem => ({ ...aHeadline(), id, version });
const entry = (seq: number, id: string, version = 1, epoch = 'e'): Told => ({
  kind: 'entry',
  epoch,
  seq,
  headline: item(id, version),
});
const board = (seq: number, headlines: readonly TickerItem[] = [], epoch = 'e'): Told => ({
  kind: 'snapshot',
  epoch,
  seq,
  headlines,
});
const acknowledged = (seq: number, id: string, version = 1, epoch = 'e') => ({
  id,
  version,
  epoch,
  seq,
});

/** Two headlines, the first of them corrected; one viewer who saw all of it. */
function evidence(over: Partial<Evidence>, told?: readonly Told[]): Evidence {
  const entries = [
    { seq: 1, headline: item('a') },
    { seq: 2, headline: item('b') },
    { seq: 3, headline: item('a', 2) },
  ];
  return {
    log: { epoch: 'e', entries },
    acknowledged: [acknowledged(1, 'a'), acknowledged(2, 'b'), acknowledged(3, 'a', 2)],
    witnesses: [
      { name: 'w', told: told ?? [board(0), entry(1, 'a'), entry(2, 'b'), entry(3, 'a', 2)] },
    ],
    ...over,
  };
}

describe('the audit', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(audit(evidence({}))).toEqual({ faults: [], lost: [], epochs: ['e'] });
  });

  const wrongs: Record<string, readonly Told[]> = {
    'a hole': [board(0), entry(1, 'a'), entry(3, 'a', 2)],
    'a repeat': [board(0), entry(1, 'a'), entry(1, 'a')],
    'entries before any board': [entry(1, 'a')],
    'a board that goes back': [board(2, [item('a'), item('b')]), board(1, [item('a')])],
    'an old version on a board': [board(3, [item('a'), item('b')])],
    'a newer version on a board than its place knows': [board(2, [item('a', 2), item('b')])],
    'entries of another epoch without a board': [board(0), entry(1, 'a', 1, 'f')],
    'an epoch that comes back': [board(0, [], 'f'), board(0), board(0, [], 'f')],
    'a place used twice': [board(0), entry(1, 'x')],
    'a version that no entry has': [board(0), entry(1, 'a', 3)],
    'a version that stood before its place': [board(2, [item('a'), item('b')]), entry(3, 'a', 1)],
    'an item that gets older': [board(0, [], 'f'), entry(1, 'a', 2, 'f'), entry(2, 'a', 1, 'f')],
  };
  it.each(Object.entries(wrongs))('finds %s', (_, told) => {
    expect(audit(evidence({}, told)).faults).toHaveLength(1);
  });

  it('lets an entry come with its item as it stands by a later one', () => {
    const told = [board(0), entry(1, 'a', 2), entry(2, 'b'), entry(3, 'a', 2)];
    expect(audit(evidence({}, told)).faults).toEqual([]);
  });

  it('finds what was acknowledged and is missing, moved or twice in the log', () => {
    const missing = [acknowledged(1, 'a'), acknowledged(2, 'b'), acknowledged(3, 'a', 2)];
    const { faults, lost } = audit(
      evidence({ acknowledged: [...missing, acknowledged(4, 'c')] }, []),
    );
    expect([faults.length, lost]).toEqual([1, [acknowledged(4, 'c')]]);
    const log = { epoch: 'f', entries: [{ seq: 1, headline: item('b') }] };
    expect(audit(evidence({ log }, [])).faults).toEqual([
      'e:2 is there, but not one before it',
      'b v1 was acknowledged as e:2 and is at 1',
    ]);
    const twice = { epoch: 'e', entries: [1, 2].map((seq) => ({ seq, headline: item('a') })) };
    const told = [acknowledged(1, 'a')];
    expect(audit(evidence({ log: twice, acknowledged: told }, [])).faults).not.toEqual([]);
  });

  it('lets the end of an epoch go that is over', () => {
    const log = { epoch: 'f', entries: [{ seq: 1, headline: item('a') }] };
    const told = [board(0), entry(1, 'a'), entry(2, 'b'), board(1, [item('a')], 'f')];
    const { faults, lost, epochs } = audit(evidence({ log }, told));
    expect(faults).toEqual([]);
    expect(lost.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(epochs).toEqual(['f', 'e']);
  });
});
