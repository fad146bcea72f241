import { describe, expect, it } from 'vitest';
import type { Correction } from '../../../shared/draft.ts';
import type { UsableHeadline } from '../../../shared/headline.ts';
import type { Held, Sending } from '../../../shared/held.ts';
import { correctionOf, draftOf, keptEnd, noteOf, rebased, startOf, writingOf } from './edit.ts';
import type { Edited } from './edit.ts';
import type { Writing } from './draft.ts';

const ZONE = 'Europe/Berlin';
const TIME = '2026-03-01T12:00:00.000Z';
const NOW = Date.parse(TIME);
const BASE: UsableHeadline = {
  ...{ id: 'a', version: 3, pubStatus: 'usable', headline: 'خبر', language: 'ar', urgency: 5 },
  ...{ pinned: false, firstCreated: TIME, versionCreated: TIME },
  ...{ url: 'https://up.example', source: 'وكالة' },
};
const held = (sending: Sending, embargoedUntil?: string): Held => ({
  ...{ id: 'one', channel: 'breaking', sending, version: 1, hands: ['mona'], created: TIME },
  fingerprint: '',
  ...{ by: { kind: 'person', id: 'mona', name: 'منى' }, needs: 'nobody', consents: [], due: TIME },
  ...(embargoedUntil !== undefined && { embargoedUntil }),
});
const correcting = (correction: Correction) =>
  held({ what: 'correct', item: 'a', version: 3, correction });

function edited(from: Edited, part: Partial<Writing>, note = noteOf(from)) {
  const before = writingOf(from, ZONE, NOW);
  return { ...from, before, writing: { ...before, ...part }, note };
}
const corrected = (from: Edited, part: Partial<Writing>, note?: string) =>
  correctionOf(edited(from, part, note), NOW);

describe('a correction of what is up', () => {
  it('C5 has what was changed, and nothing else', () => {
    const up = { base: BASE };
    expect(corrected(up, {})).toEqual({});
    expect(corrected(up, { headline: ' خبر آخر ', by: 'منى', urgency: 3, pinned: true })).toEqual({
      ...{ headline: 'خبر آخر', by: 'منى', urgency: 3, pinned: true },
    });
    expect(corrected(up, { url: ' ', summary: 'تفصيل', language: 'fa' }, 'سبب')).toEqual({
      ...{ url: null, summary: 'تفصيل', language: 'fa', edNote: 'سبب' },
    });
    expect(corrected(up, { headline: '' })).toEqual({});
  });

  it('C5 gives it another end, or none', () => {
    expect(corrected({ base: BASE }, { life: '1800' })).toEqual({
      expires: '2026-03-01T12:30:00.000Z',
    });
    expect(corrected({ base: { ...BASE, expires: TIME } }, { life: '' })).toEqual({
      expires: null,
    });
    expect(keptEnd({ base: { ...BASE, expires: TIME } })).toBe(TIME);
  });

  it('C5 goes on over a newer version with what was changed alone', () => {
    const { before, writing } = edited({ base: BASE }, { source: 'مراسلنا' });
    const now = writingOf({ base: { ...BASE, version: 4, headline: 'أدق' } }, ZONE, NOW);
    expect(rebased({ before, writing }, now)).toEqual({ ...now, source: 'مراسلنا' });
  });
});

describe('a change of what is held', () => {
  it('C22 takes link and source away from a held correction, whoever had given them', () => {
    const own = { base: BASE, held: correcting({ url: 'https://new.example', by: 'منى' }) };
    // From the headline too, where it has one.
    expect(corrected(own, { url: '', source: '' })).toEqual({ url: null, source: null, by: 'منى' });
    expect(corrected(own, { by: '' })).toEqual({ url: 'https://new.example' });
    // As the headline has it already: then it is no correction of that.
    expect(corrected(own, { url: 'https://up.example' })).toEqual({ by: 'منى' });
  });

  it('C22 takes them away also where the headline has left the board', () => {
    const blind = { held: correcting({ url: 'https://new.example', headline: 'خبر' }) };
    expect(corrected(blind, { url: '' })).toEqual({ url: null, headline: 'خبر' });
    expect(corrected(blind, {})).toEqual({ url: 'https://new.example', headline: 'خبر' });
  });

  it('C22 keeps of a held correction what was left alone, and its reason', () => {
    const own = { base: BASE, held: correcting({ urgency: 2, expires: null, edNote: 'سبب' }) };
    expect(corrected(own, { headline: 'أدق' })).toEqual({
      ...{ headline: 'أدق', urgency: 2, expires: null, edNote: 'سبب' },
    });
    expect(corrected(own, { urgency: 5 }, '')).toEqual({ expires: null });
  });

  it('C22 sends all of a held headline, changed as it was asked, and its id', () => {
    const draft = { headline: 'خبر', id: 'mine', urgency: 4, url: 'https://a.example' } as const;
    const from = { held: held({ what: 'publish', draft: { ...draft, expires: TIME } }) };
    const edit = edited(from, { language: 'en', summary: 'More', url: '', pinned: true });
    expect(draftOf(edit, ZONE, NOW)).toEqual({
      draft: {
        ...{ headline: 'خبر', id: 'mine', urgency: 4, language: 'en', summary: 'More' },
        ...{ pinned: true, expires: TIME },
      },
    });
    expect(draftOf(edited(from, { life: '' }), ZONE, NOW).draft).toEqual(draft);
  });

  it('C22 keeps its place among the pinned, which no form has, as long as it is pinned', () => {
    const draft = { headline: 'خبر', pinned: true, rank: 7 } as const;
    const from = { held: held({ what: 'publish', draft }) };
    expect(draftOf(edited(from, {}), ZONE, NOW).draft).toMatchObject({ rank: 7, pinned: true });
    expect(draftOf(edited(from, { pinned: false }), ZONE, NOW).draft).not.toHaveProperty('rank');
    const own = { base: BASE, held: correcting({ pinned: true, rank: 7 }) };
    expect(corrected(own, { by: 'منى' })).toEqual({ by: 'منى', pinned: true, rank: 7 });
    expect(corrected(own, { pinned: false })).toEqual({});
  });

  it('C22 has its time to the second where nobody touched it, another, or none', () => {
    const at = '2026-10-25T01:30:20.000Z';
    const from = { held: held({ what: 'publish', draft: { headline: 'خبر' } }, at) };
    // The clocks go back: it is the second time that they show 2:30.
    expect(writingOf(from, ZONE, NOW)).toMatchObject({
      ...{ when: '2026-10-25T02:30', isLater: true },
    });
    expect(startOf(edited(from, { headline: 'غيره' }), ZONE)).toBe(at);
    const later = edited(from, { when: '2026-10-26T08:00' });
    expect(draftOf(later, ZONE, NOW).embargoedUntil).toBe('2026-10-26T07:00:00.000Z');
    expect(draftOf(edited(from, { when: '' }), ZONE, NOW)).not.toHaveProperty('embargoedUntil');
    // What is over is no time that anybody could choose.
    expect(writingOf(from, ZONE, Date.parse(at)).when).toBe('');
  });

  it('C22 knows the second of two like hours', () => {
    const at = '2026-10-25T01:30:00.000Z';
    const from = { held: held({ what: 'publish', draft: { headline: 'خبر' } }, at) };
    expect(writingOf(from, ZONE, NOW).isLater).toBe(true);
    expect(startOf(edited(from, { isLater: false }), ZONE)).toBe('2026-10-25T00:30:00.000Z');
  });
});
