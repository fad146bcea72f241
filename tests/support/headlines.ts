import type { UsableHeadline } from '../../shared/headline.ts';

let count = 0;

/** A headline as the newsroom would hand it to the wire. */
export function aHeadline(over: Partial<UsableHeadline> = {}): UsableHeadline {
  count += 1;
  const created = new Date(Date.UTC(2026, 10, 24) + count).toISOString();
  return {
    id: `item-${count}`,
    version: 1,
    pubStatus: 'usable',
    headline: `سي إن إن: اجتماع "لافروف - كيم" رقم ${count}`,
    language: 'ar',
    urgency: 5,
    pinned: false,
    firstCreated: created,
    versionCreated: created,
    ...over,
  };
}
