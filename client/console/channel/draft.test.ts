import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY, faultOf, instantOf, isUntouched, oneLine, readKept } from './draft.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const BERLIN = 'Europe/Berlin';

describe('what is written', () => {
  it('C2 is sent as it stands, and nothing that nobody wrote', () => {
    const writing = {
      ...EMPTY,
      headline: '  خبر ',
      url: ' https://a.example/ ',
      life: '3600',
    } as const;
    expect(bodyOf(writing, BERLIN, NOW)).toEqual({
      draft: {
        headline: 'خبر',
        urgency: 5,
        url: 'https://a.example/',
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
    ['empty', { headline: ' ' }],
    ['long', { headline: 'ب'.repeat(281) }],
    [undefined, { headline: 'بّ'.repeat(280) }],
    ['characters', { headline: 'خبر \u202e' }],
    ['link', { headline: 'خبر', url: 'javascript:alert(1)' }],
    ['past', { headline: 'خبر', when: '2026-02-28T10:00' }],
    ['time', { headline: 'خبر', when: '2026-02-30T10:00' }],
    ['far', { headline: 'خبر', when: '2100-01-01T00:00' }],
    [undefined, { headline: 'خبر', when: '2027-03-01T10:00' }],
  ])('C2 tells before it is sent that it is %s', (fault, part) => {
    expect(faultOf({ ...EMPTY, ...part }, BERLIN, NOW)).toBe(fault);
  });

  it('C2 is one line, whatever was pasted', () => {
    expect(oneLine('خبر \r\n  في سطرين')).toBe('خبر في سطرين');
  });

  it('C2 comes back as it was kept, and nothing else does', () => {
    const writing = { ...EMPTY, headline: 'خبر', urgency: 2 as const };
    const attempt = { id: 'one', writing, body: bodyOf(writing, BERLIN, NOW) };
    expect(readKept(JSON.stringify({ writing, attempt }))).toEqual({ writing, attempt });
    expect(readKept(JSON.stringify({ writing }))).toEqual({ writing });
    for (const text of [null, '', '{', '[]', '{"writing":{"headline":1}}']) {
      expect(readKept(text)).toBeUndefined();
    }
    expect(isUntouched({ ...EMPTY, urgency: 1 })).toBe(true);
    expect(isUntouched(writing)).toBe(false);
  });
});
