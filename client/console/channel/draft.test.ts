import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  EMPTY,
  faultsOf,
  instantOf,
  isUntouched,
  lifeOf,
  oneLine,
  wallOf,
} from './draft.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const BERLIN = 'Europe/Berlin';

describe('what is written', () => {
  it('C2 is sent as it stands, and nothing that nobody wrote', () => {
    const writing = {
      ...EMPTY,
      headline: '  خبر ',
      url: ' https://a.example/ ',
      by: ' منى',
      summary: 'في سطرين ',
      pinned: true,
      life: '3600',
    } as const;
    expect(bodyOf(writing, BERLIN, NOW)).toEqual({
      draft: {
        headline: 'خبر',
        urgency: 5,
        url: 'https://a.example/',
        by: 'منى',
        summary: 'في سطرين',
        pinned: true,
        expires: '2026-03-01T13:00:00.000Z',
      },
    });
  });

  it('C2 lives from when it goes out, not from when it was written', () => {
    const writing = { ...EMPTY, headline: 'خبر', life: '1800', when: '2026-03-02T10:00' } as const;
    expect(bodyOf(writing, BERLIN, NOW)).toMatchObject({
      embargoedUntil: '2026-03-02T09:00:00.000Z',
      draft: { expires: '2026-03-02T09:30:00.000Z' },
    });
  });

  it('C2 means the hour that the editor chose where the clock shows it twice', () => {
    const writing = { ...EMPTY, headline: 'خبر', when: '2026-10-25T02:30' };
    expect(instantOf(writing, BERLIN)).toBe('2026-10-25T00:30:00.000Z');
    expect(instantOf({ ...writing, isLater: true }, BERLIN)).toBe('2026-10-25T01:30:00.000Z');
    expect(instantOf({ ...writing, when: '2026-03-29T02:30' }, BERLIN)).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  it.each([
    ['headline', { headline: ' ' }],
    ['headline', { headline: 'ب'.repeat(281) }],
    [undefined, { headline: 'بّ'.repeat(280) }],
    ['headline', { headline: 'خبر \u202e' }],
    ['url', { headline: 'خبر', url: 'javascript:alert(1)' }],
    ['source', { headline: 'خبر', source: 'م'.repeat(121) }],
    ['by', { headline: 'خبر', by: 'ك'.repeat(121) }],
    ['summary', { headline: 'خبر', summary: 'ت'.repeat(1_001) }],
    [undefined, { headline: 'خبر', summary: 'ت'.repeat(1_000), by: 'ك'.repeat(120) }],
    ['embargoedUntil', { headline: 'خبر', when: '2026-02-28T10:00' }],
    ['embargoedUntil', { headline: 'خبر', when: '2026-02-30T10:00' }],
    ['embargoedUntil', { headline: 'خبر', when: '2100-01-01T00:00' }],
    [undefined, { headline: 'خبر', when: '2027-03-01T10:00' }],
  ])('C2 C21 tells before it is sent what is wrong with %s', (field, part) => {
    const faults = faultsOf({ ...EMPTY, ...part }, BERLIN, NOW);
    expect(faults.map((one) => one.field)).toEqual(field === undefined ? [] : [field]);
  });

  it('C2 is one line, whatever was pasted', () => {
    expect(oneLine('خبر \r\n  في سطرين')).toBe('خبر في سطرين');
  });

  it('C2 is what somebody wrote, not the urgency of the last one', () => {
    expect(isUntouched({ ...EMPTY, urgency: 1 })).toBe(true);
    for (const part of [{ headline: 'خ' }, { by: 'م' }, { summary: 'ت' }, { pinned: true }]) {
      expect(isUntouched({ ...EMPTY, ...part }), JSON.stringify(part)).toBe(false);
    }
  });

  it('C22 finds the wall’s time and the life of what comes back, to write them anew', () => {
    expect(wallOf('2026-03-29T01:30:00.000Z', BERLIN)).toBe('2026-03-29T03:30');
    expect(wallOf('2026-12-31T23:05:59.000Z', BERLIN)).toBe('2027-01-01T00:05');
    expect(wallOf('2026-01-01T00:00:00.000Z', 'Asia/Beirut')).toBe('2026-01-01T02:00');
    expect(lifeOf('2026-03-01T13:00:02.000Z', NOW)).toBe('3600');
    expect(lifeOf('2026-03-01T13:30:00.000Z', NOW)).toBe('');
    expect(lifeOf(undefined, NOW)).toBe('');
  });
});
